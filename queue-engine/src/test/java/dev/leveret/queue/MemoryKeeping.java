package dev.leveret.queue;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import java.util.ArrayList;
import java.util.List;

/** Stores and pages in memory for each priority. */
record MemoryKeeping(boolean durable, List<MemoryQueueStore> stores, List<MemoryQueuePages> allPages)
        implements QueueKeeping {

    /** With stores for all that a queue of these settings keeps. */
    static MemoryKeeping of(QueueSettings settings) {
        return of(settings.durable(), settings.storeLevels() - 1);
    }

    static MemoryKeeping of(boolean durable, int priorityMax) {
        var keeping = new MemoryKeeping(durable, new ArrayList<>(), new ArrayList<>());
        for (int priority = 0; priority <= priorityMax; priority++) {
            keeping.stores.add(new MemoryQueueStore());
            keeping.allPages.add(new MemoryQueuePages(priority, keeping.stores.getLast()));
        }
        return keeping;
    }

    /** A durable queue comes back: its stores are what they were, and nothing is out of memory yet. */
    static MemoryKeeping after(List<MemoryQueueStore> stores) {
        var keeping = new MemoryKeeping(true, stores, new ArrayList<>());
        for (int priority = 0; priority < stores.size(); priority++) {
            keeping.allPages.add(new MemoryQueuePages(priority, stores.get(priority)));
        }
        return keeping;
    }

    /** How many parts of the unit have arrived, in all stores. */
    int partsOf(DurableUnit unit) {
        return stores.stream().mapToInt(store -> store.partsOf(unit)).sum();
    }

    @Override
    public QueueStore store(int priority) {
        return durable ? stores.get(priority) : QueueStore.NONE;
    }

    @Override
    public QueuePages pages(int priority) {
        return allPages.get(priority);
    }
}
