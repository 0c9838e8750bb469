package dev.leveret.server.definitions;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.admin.AdminException;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Things that are done together, on event loops and in the store, and waited for. For one thread that is no event loop's. */
final class Steps {

    /** What has to be done on an event loop. */
    interface OnLoop {
        /**
         * Does it.
         *
         * @param completion hears on that loop when it is safe, if the answer is true
         * @throws AmqpException if it can't be done
         */
        boolean start(BrokerLoop loop, DurableUnit.Completion completion);
    }

    private final BrokerLoops loops;
    private final List<CompletableFuture<?>> open = new ArrayList<>();
    private List<CompletableFuture<?>> awaited = List.of();
    private int next;

    Steps(BrokerLoops loops) {
        this.loops = loops;
    }

    /** Something that is being done already. */
    void add(CompletableFuture<?> step) {
        open.add(step);
    }

    /** A virtual host that is not there. */
    void add(NewVirtualHosts newHosts, VirtualHostDefinition host) {
        try {
            add(newHosts.create(host, BrokerEvent.INTERNAL));
        } catch (AdminException e) {
            add(CompletableFuture.failedFuture(e));
        }
    }

    /** Begins something on an event loop, on another one each time. */
    void add(String object, OnLoop step) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        open.add(done);
        BrokerLoop loop = loops.at(next++ % loops.count());
        loop.execute(() -> {
            try {
                if (!step.start(loop, new Stored(object, done))) {
                    done.complete(null);
                }
            } catch (AmqpException e) {
                done.completeExceptionally(new DefinitionsException(object + ": " + e.error().text()));
            }
        });
    }

    /** Of those that were waited for last, how many came to a good end: {@code 3 of 4}. */
    String outcome() {
        return awaited.stream().filter(step -> !step.isCompletedExceptionally()).count() + " of " + awaited.size();
    }

    /** Waits until all of it is done and safe. */
    void await() throws DefinitionsException {
        List<CompletableFuture<?>> all = List.copyOf(open);
        open.clear();
        awaited = all;
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof DefinitionsException problem
                    ? problem : new DefinitionsException(String.valueOf(e.getCause().getMessage()));
        }
    }

    /** The store's answer. */
    private record Stored(String object, CompletableFuture<Void> done) implements DurableUnit.Completion {

        @Override
        public void durable() {
            done.complete(null);
        }

        @Override
        public void failed() {
            done.completeExceptionally(new DefinitionsException(object + ": the store could not write it"));
        }
    }
}
