package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.StoreWriter;

/** The loops' ways into the store: a writer for each, and each loop's eye on how far the store is behind. */
final class StoreLink {

    private final BrokerStore store;
    private final StoreWriter[] writers;
    private final PageShare pageShare = new PageShare();

    private StoreLink(BrokerStore store, StoreWriter[] writers) {
        this.store = store;
        this.writers = writers;
    }

    /**
     * Connects loops and store, before there are connections.
     *
     * @param loopBytesMax bytes on their way to other loops above which a loop's publishers are not read
     * @param storeBytesMax bytes not yet synced above which nobody's are
     */
    static StoreLink connect(BrokerStore store, BrokerLoops loops, long loopBytesMax, long storeBytesMax) {
        StoreWriter[] writers = new StoreWriter[loops.count()];
        for (int i = 0; i < writers.length; i++) {
            BrokerLoop loop = loops.at(i);
            StoreWriter writer = store.writer();
            writers[i] = writer;
            loop.store(writer::flush);
            loop.gate().limit(loopBytesMax, storeBytesMax, store::pendingBytes, () -> {
                writer.skip(new DurableUnit(1, loop.index(), new Caller(loop)));
                loop.openTurn();
            });
        }
        return new StoreLink(store, writers);
    }

    /** A queue's port through the writer of this loop. */
    QueueStore queue(long queueId, BrokerLoop loop) {
        return writers[loop.index()].queue(queueId);
    }

    /** The same queue's port through the writer of another loop. */
    QueueStore moved(QueueStore queue, BrokerLoop loop) {
        return writers[loop.index()].moved(queue);
    }

    /** The writer of a loop, for use there. */
    StoreWriter writer(BrokerLoop loop) {
        return writers[loop.index()];
    }

    PageShare pageShare() {
        return pageShare;
    }

    BrokerStore store() {
        return store;
    }

    /** Travels through the store behind everything that it had to do, and says so. */
    private record Caller(BrokerLoop loop) implements DurableUnit.Completion {

        @Override
        public void durable() {
            loop.gate().storeReached();
        }

        @Override
        public void failed() {
            loop.gate().storeReached();
        }
    }
}
