package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.Definition;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/** Durable definitions that are no virtual host's own: the hosts themselves, users and permissions. From any thread. */
public final class BrokerDefinitions {

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
        CompletableFuture<Void> stored = new CompletableFuture<>();
        DurableUnit unit = new DurableUnit(1, loop.index(), new DurableUnit.Completion() {
            @Override
            public void durable() {
                stored.complete(null);
            }

            @Override
            public void failed() {
                stored.completeExceptionally(new UnwrittenException(definition.toString()));
            }
        });
        mutex.lock();
        try {
            apply.run();
            log.define(definition, unit);
            log.handOver();
        } finally {
            mutex.unlock();
        }
        return stored;
    }
}
