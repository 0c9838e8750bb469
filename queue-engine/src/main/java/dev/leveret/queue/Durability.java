package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.PagedOut;
import java.util.List;

/**
 * Decides what of a queue goes to the store, so that each command contributes the parts that its unit
 * counts on, whether it has anything to store or not.
 */
final class Durability {

    private final boolean durableQueue;
    private final boolean storesAll;
    private final QueueStore store;

    Durability(QueueSettings settings, QueueStore store) {
        this.durableQueue = settings.durable();
        this.storesAll = settings.storesAll();
        this.store = store;
    }

    /** Returns null if the message is not to be kept: the queue is not durable, or the message is not persistent and the queue keeps no others. */
    StoredMessage keep(long position, Message message, DurableUnit unit) {
        if (durableQueue && (storesAll || message.header().persistent())) {
            return store.append(position, message, unit);
        }
        skip(unit);
        return null;
    }

    void forget(Delivery delivery, DurableUnit unit) {
        if (delivery.stored() != null) {
            store.remove(delivery.stored(), unit);
        } else {
            skip(unit);
        }
    }

    void forgetAll(List<StoredMessage> stored) {
        if (!stored.isEmpty()) {
            store.purged(stored);
        }
    }

    void forgetPages(PagedOut pagedOut) {
        if (pagedOut.storedCount() > 0) {
            store.purgedPages(pagedOut.first(), pagedOut.last(), pagedOut.storedCount());
        }
    }

    /** The highest position that was delivered, when the queue stops in an orderly way. */
    void stop(long highest) {
        if (durableQueue) {
            store.reserve(highest, null);
        }
    }

    void forgetQueue() {
        store.deleteQueue();
    }

    void skip(DurableUnit unit) {
        if (unit != null) {
            store.skip(unit);
        }
    }
}
