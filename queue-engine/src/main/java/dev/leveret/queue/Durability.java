package dev.leveret.queue;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.PagedOut;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides what of a queue goes to the store, so that each command contributes the parts that its unit
 * counts on, whether it has anything to store or not.
 */
final class Durability {

    private final boolean durableQueue;
    private final boolean storesAll;
    private final QueueStore store;

    /** Null if the queue does not deduplicate. */
    private final Deduplication deduplication;

    /** How often messages have come back, by position; only where they all are stored. */
    private Map<Long, Integer> returns = Map.of();

    Durability(QueueSettings settings, QueueStore store, Deduplication deduplication) {
        this.durableQueue = settings.durable();
        this.storesAll = settings.storesAll();
        this.store = store;
        this.deduplication = deduplication;
    }

    /** Whether a message goes to the store. */
    boolean keeps(Message message) {
        return durableQueue && (storesAll || message.header().persistent());
    }

    /** Returns null if the message is not to be kept: the queue is not durable, or the message is not persistent and the queue keeps no others. */
    StoredMessage keep(long position, Message message, DurableUnit unit) {
        if (keeps(message)) {
            return store.append(position, message, unit);
        }
        skip(unit);
        return null;
    }

    /** The same for a message whose key is new. */
    StoredMessage keep(long position, Message message, KnownKey key, DurableUnit unit) {
        KeyPart part = keeps(message) ? deduplication.partOf(key, message, unit) : null;
        return part == null ? keep(position, message, unit) : store.append(position, message, part, unit);
    }

    /** Nothing is to be stored, since another message has the same key. */
    void skipAfter(Original original, DurableUnit unit) {
        if (unit != null && original != null) {
            store.skipAfter(original, unit);
        } else {
            skip(unit);
        }
    }

    /** A message has left the queue, or is about to. */
    void left(Delivery delivery) {
        if (deduplication != null) {
            deduplication.left(delivery);
        }
    }

    /** A message has come back. */
    void returned(Delivery delivery) {
        if (storesAll) {
            if (returns.isEmpty()) {
                returns = new HashMap<>();
            }
            returns.put(delivery.position(), delivery.returns());
            store.returned(delivery.position(), delivery.returns());
        }
    }

    /** Takes up what the store knows after a start. */
    void recover(Map<Long, Integer> known) {
        returns = new HashMap<>(known);
    }

    /**
     * How often a message has come back.
     *
     * @param redeliveredUpTo up to this position they may have been delivered before the broker started
     */
    int returnsOf(long position, long redeliveredUpTo) {
        return returns.getOrDefault(position, position <= redeliveredUpTo ? 1 : 0);
    }

    void forgetReturns(long position) {
        if (!returns.isEmpty() && returns.remove(position) != null) {
            store.returned(position, 0);
        }
    }

    void forget(Delivery delivery, DurableUnit unit) {
        left(delivery);
        if (delivery.stored() == null) {
            skip(unit);
        } else if (!returns.isEmpty() && returns.remove(delivery.position()) != null) {
            store.removeReturned(delivery.stored(), delivery.position(), unit);
        } else {
            store.remove(delivery.stored(), unit);
        }
    }

    void forgetAll(List<StoredMessage> stored) {
        if (!stored.isEmpty()) {
            store.purged(stored);
        }
    }

    void forgetPages(PagedOut pagedOut) {
        if (pagedOut.storedCount() > 0) {
            List.copyOf(returns.keySet()).stream()
                    .filter(position -> pagedOut.first() <= position && position <= pagedOut.last())
                    .forEach(this::forgetReturns);
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
        store.deleteQueue(List.copyOf(returns.keySet()));
        returns = Map.of();
    }

    void skip(DurableUnit unit) {
        if (unit != null) {
            store.skip(unit);
        }
    }
}
