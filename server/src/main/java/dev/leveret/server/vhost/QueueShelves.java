package dev.leveret.server.vhost;

import dev.leveret.queue.port.KeyMemory;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.server.loop.BrokerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Where a queue keeps its messages, priority by priority as it asks for them. Owned by the queue's loop, and moves with the queue. */
final class QueueShelves implements QueueKeeping {

    private final QueueRef queue;
    private final QueueStores all;
    private final Supplier<BrokerLoop> here;

    /** By priority; null if it was never asked for. */
    private final List<MovableStore> stores = new ArrayList<>(1);

    /** @param here the loop that the queue is on */
    QueueShelves(QueueRef queue, QueueStores all, Supplier<BrokerLoop> here) {
        this.queue = queue;
        this.all = all;
        this.here = here;
    }

    @Override
    public QueueStore store(int priority) {
        while (stores.size() <= priority) {
            stores.add(null);
        }
        MovableStore store = new MovableStore(all.of(queue, priority, here.get()));
        stores.set(priority, store);
        return store;
    }

    @Override
    public QueuePages pages(int priority) {
        return all.pagesOf(queue, priority, here);
    }

    @Override
    public LetterMemory letterMemory() {
        return all.letterMemory();
    }

    @Override
    public KeyMemory keyMemory() {
        return all.keyMemoryOf(queue, here);
    }

    /** What was given out for a priority. */
    QueueStore given(int priority) {
        return stores.get(priority);
    }

    /** The queue has come to another loop, through whose writer it stores from now on. */
    void move(BrokerLoop to) {
        for (MovableStore store : stores) {
            if (store != null) {
                all.writeThrough(queue, store, to);
            }
        }
    }
}
