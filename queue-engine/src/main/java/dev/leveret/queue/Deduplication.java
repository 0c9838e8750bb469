package dev.leveret.queue;

import dev.leveret.amqp.key.DeduplicationKey;
import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.key.KeyRules;
import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyMemory;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;

/**
 * The keys that a queue knows, so that it takes no message twice: docs/decisions/0012. Either those of the messages that it has, which
 * the messages say themselves, or the last ones that came, whatever became of their messages; these are kept in the store.
 */
final class Deduplication {

    /** Bounds what one arrival clears away of what has expired at the old end. */
    private static final int EXPIRED_PER_ARRIVAL_MAX = 8;

    /** So many keys at least, before all of them are looked through for what has expired behind one that lives long. */
    private static final int SWEPT_MIN = 1024;

    private final KeyRules rules;
    private final boolean remembers;
    private final long countMax;
    private final KeyMemory memory;
    private final QueueStore store;

    /** By key, in the order in which they came. */
    private final Map<DeduplicationKey, KnownKey> known = new LinkedHashMap<>();

    /** Records of keys that came again before a crash, after they were forgotten, or that a start had no room for: they are still to be removed. */
    private final List<StoredMessage> outlived = new ArrayList<>(0);

    private long nextPosition;
    private long sweepAtCount = SWEPT_MIN;
    private long size;

    /** For a queue that deduplicates. */
    Deduplication(QueueSettings settings, QueueKeeping keeping) {
        this.rules = settings.keyRules();
        this.remembers = settings.remembersKeys();
        this.countMax = settings.keyCountMax();
        this.memory = keeping.keyMemory();
        this.store = remembers ? keeping.store(settings.priorityMax() + 1) : QueueStore.NONE;
    }

    /** The message of the same key that the queue knows; null if this one has no key, or one that is new. */
    KnownKey find(Message message) {
        DeduplicationKey key = rules.keyOf(message);
        KnownKey found = key == null ? null : known.get(key);
        return found != null && isAlive(found, message.arrivalMillis()) ? found : null;
    }

    private boolean isAlive(KnownKey key, long nowMillis) {
        return !remembers || key.expiresAtMillis > nowMillis;
    }

    /** Takes note of the key of a message that the queue takes. Returns null if it has none. */
    KnownKey take(Message message) {
        DeduplicationKey key = rules.keyOf(message);
        if (key == null) {
            return null;
        }
        KnownKey before = known.get(key);
        if (before != null) {
            forget(before); // it has expired
        }
        KnownKey taken = new KnownKey(key, remembers ? rules.expiresAtMillis(message) : KeyRecord.NEVER);
        clearExpired(message.arrivalMillis());
        add(taken);
        makeRoom();
        return taken;
    }

    /** What is to be stored with a message that is stored; null if there is nothing. */
    KeyPart partOf(KnownKey key, Message message, DurableUnit unit) {
        if (unit != null && unit.parts() > 1) {
            key.original(new Original()); // its parts may be durable later than what comes after it
        }
        if (remembers && known.get(key.key) == key) {
            Message record = KeyRecord.of(key.key, message.arrivalMillis(), key.expiresAtMillis);
            key.stored(store.prepare(nextPosition++, record));
        }
        return key.stored() == null && key.original() == null ? null : new KeyPart(key.stored(), key.original());
    }

    /** A message has left the queue. */
    void left(Delivery delivery) {
        if (!remembers) {
            DeduplicationKey key = rules.keyOf(delivery.message());
            KnownKey found = key == null ? null : known.get(key);
            if (found != null && found.isOf(delivery)) {
                forget(found);
            }
        }
    }

    /** All messages of a priority that are out of memory have left the queue. */
    void left(int priority, LongPredicate isOutOfMemory) {
        if (!remembers) {
            List.copyOf(known.values()).stream()
                    .filter(key -> key.isAt(priority, isOutOfMemory))
                    .forEach(this::forget);
        }
    }

    /** Gives back memory that others need more, and what a start has taken up too much. */
    void shrink() {
        outlived.forEach(record -> store.remove(record, null));
        outlived.clear();
        dropOldest(memory.take(0));
        makeRoom();
    }

    /** The queue is deleted. */
    void end() {
        known.clear();
        memory.giveBack(size);
        memory.close();
        size = 0;
        store.deleteQueue();
    }

    /** Takes up the key of a message that was there before the start. */
    void recover(int priority, long position, Message message) {
        DeduplicationKey key = remembers ? null : rules.keyOf(message);
        if (key != null) {
            KnownKey recovered = new KnownKey(key, KeyRecord.NEVER);
            recovered.position(priority, position);
            replace(recovered);
        }
    }

    /** Takes up a key that the store has kept. */
    void recoverRemembered(long position, Message record, StoredMessage stored) {
        KnownKey recovered = new KnownKey(KeyRecord.key(record), KeyRecord.expiresAtMillis(record));
        recovered.stored(stored);
        replace(recovered);
        resumeAt(position + 1);
    }

    void resumeAt(long position) {
        nextPosition = Math.max(nextPosition, position);
    }

    /** Order: nothing is removed from the store before the queue's loop does it. */
    private void replace(KnownKey recovered) {
        KnownKey before = known.remove(recovered.key);
        if (before != null) {
            if (before.stored() != null) {
                outlived.add(before.stored());
            }
            giveBack(before);
        }
        known.put(recovered.key, recovered);
        size += recovered.size();
        dropRecovered(memory.take(recovered.size()));
    }

    /**
     * Forgets so many bytes of the oldest keys that were taken up; their records leave the store later. Returns whether there were any.
     *
     * <p>Order: as the keys are read, since all keys of a long queue might be more than the whole memory.
     */
    boolean dropRecovered(long bytes) {
        long left = bytes;
        Iterator<KnownKey> oldest = known.values().iterator();
        while (left > 0 && oldest.hasNext()) {
            KnownKey dropped = oldest.next();
            oldest.remove();
            left -= dropped.size();
            giveBack(dropped);
            if (dropped.stored() != null) {
                outlived.add(dropped.stored());
            }
        }
        return left < bytes;
    }

    private void add(KnownKey key) {
        known.put(key.key, key);
        size += key.size();
        dropOldest(memory.take(key.size()));
    }

    private void forget(KnownKey key) {
        known.remove(key.key);
        giveBack(key);
        if (key.stored() != null) {
            store.remove(key.stored(), null);
        }
    }

    private void giveBack(KnownKey key) {
        size -= key.size();
        memory.giveBack(key.size());
    }

    private void makeRoom() {
        while (remembers && known.size() > countMax) {
            forget(known.values().iterator().next());
        }
    }

    private void dropOldest(long bytes) {
        long left = bytes;
        while (left > 0 && !known.isEmpty()) {
            KnownKey oldest = known.values().iterator().next();
            left -= oldest.size();
            forget(oldest);
        }
    }

    private void clearExpired(long nowMillis) {
        if (!remembers) {
            return;
        }
        boolean isSweep = known.size() >= sweepAtCount;
        Iterator<KnownKey> oldest = known.values().iterator();
        for (int i = 0; oldest.hasNext() && (isSweep || i < EXPIRED_PER_ARRIVAL_MAX); i++) {
            KnownKey key = oldest.next();
            if (!isAlive(key, nowMillis)) {
                oldest.remove();
                giveBack(key);
                if (key.stored() != null) {
                    store.remove(key.stored(), null);
                }
            } else if (!isSweep) {
                break;
            }
        }
        if (isSweep) {
            sweepAtCount = Math.max(SWEPT_MIN, 2L * known.size());
        }
    }
}
