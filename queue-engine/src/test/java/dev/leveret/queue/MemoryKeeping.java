package dev.leveret.queue;

import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import java.util.ArrayList;
import java.util.List;

/** Stores and pages in memory for each priority. */
record MemoryKeeping(boolean durable, List<MemoryQueueStore> stores, List<MemoryQueuePages> allPages)
        implements QueueKeeping {

    static MemoryKeeping of(boolean durable, int priorityMax) {
        var keeping = new MemoryKeeping(durable, new ArrayList<>(), new ArrayList<>());
        for (int priority = 0; priority <= priorityMax; priority++) {
            keeping.stores.add(new MemoryQueueStore());
            keeping.allPages.add(new MemoryQueuePages(priority, keeping.stores.getLast()));
        }
        return keeping;
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
