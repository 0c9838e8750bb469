package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.Definition;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** Durable definitions that are no virtual host's own: the hosts themselves, users and permissions. From any thread. */
public final class BrokerDefinitions {

    /**
     * What one operation comes to.
     *
     * @param defined each in the place of what has its identity
     * @param gone what is undefined
     * @param apply puts all of it in force
     * @param show lets others find what they may change through a log of its own; done when the store has been given all of this,
     *     so that whatever they do comes behind it there
     */
    public record Change(
            List<? extends Definition> defined, List<? extends Definition> gone, Runnable apply, Runnable show) {

        /** One that makes nothing which has a log of its own. */
        public Change(List<? extends Definition> defined, List<? extends Definition> gone, Runnable apply) {
            this(defined, gone, apply, () -> {});
        }

        /** Makes one definition. */
        public static Change defining(Definition definition, Runnable apply) {
            return new Change(List.of(definition), List.of(), apply);
        }
    }

    private final DefinitionLog log;
    private final BrokerLoop loop;
    private final ReentrantLock mutex = new ReentrantLock();

    /** @param loop where the store's outcomes are told */
    BrokerDefinitions(DefinitionLog log, BrokerLoop loop) {
        this.log = log;
        this.loop = loop;
    }

    /**
     * Stores a definition, in place of the one with the same identity.
     *
     * @param apply puts it in force; done first, one definition after the other
     * @return completed on an event loop when it is safe
     */
    public CompletableFuture<Void> define(Definition definition, Runnable apply) {
        return change(definition, () -> Change.defining(definition, apply));
    }

    /**
     * Looks at what is there, and changes it: nothing else changes in between.
     *
     * @param what for messages; asked for its text when there is one
     * @param decide what is to be done; if it throws nothing is
     * @return completed on an event loop when it is safe
     */
    public CompletableFuture<Void> change(Object what, Supplier<Change> decide) {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        mutex.lock();
        try {
            Change change = decide.get();
            change.apply().run();
            write(change, new Outcome(what, stored));
            change.show().run();
        } finally {
            mutex.unlock();
        }
        return stored;
    }

    private void write(Change change, Outcome outcome) {
        int parts = change.defined().size() + 1;
        DurableUnit unit = new DurableUnit(parts, loop.index(), outcome);
        change.defined().forEach(definition -> log.define(definition, unit));
        if (change.gone().isEmpty()) {
            log.skip(unit); // also behind what has been the same before, and may not be written yet
        } else {
            log.undefine(List.copyOf(change.gone()), unit);
        }
        log.handOver();
    }

    /** Tells of the store's round. */
    private record Outcome(Object what, CompletableFuture<Void> stored) implements DurableUnit.Completion {

        @Override
        public void durable() {
            stored.complete(null);
        }

        @Override
        public void failed() {
            stored.completeExceptionally(new UnwrittenException(what.toString()));
        }
    }
}
