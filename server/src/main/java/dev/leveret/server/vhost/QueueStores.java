package dev.leveret.server.vhost;

import dev.leveret.queue.port.KeyMemory;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.loop.BrokerLoop;
import java.util.function.Supplier;

/**
 * Where the queues of a virtual host keep their messages. From any loop.
 *
 * @param memory for the keys that they remember
 * @param letterMemory what dead letters may take on their way
 */
record QueueStores(DefinitionLog log, KeptMemory memory, LetterMemory letterMemory) {

    /** The port of a queue's messages of one priority to the store, through the writer of this loop. */
    QueueStore of(QueueRef queue, int priority, BrokerLoop loop) {
        return queue.durable() ? log.queueStore(queue.id() + priority, loop) : QueueStore.NONE;
    }

    /** Where these go that memory has no room for. */
    QueuePages pagesOf(QueueRef queue, int priority, Supplier<BrokerLoop> here) {
        return log.pages(queue, priority, here);
    }

    /** The memory for its keys, if it deduplicates. */
    KeyMemory keyMemoryOf(QueueRef queue, Supplier<BrokerLoop> here) {
        return new QueueKeyMemory(memory, queue, here);
    }

    /** Has the queue write through the writer of this loop from now on. */
    void writeThrough(QueueRef queue, MovableStore store, BrokerLoop loop) {
        if (queue.durable()) {
            store.move(log.moved(store.current(), loop));
        }
    }
}
