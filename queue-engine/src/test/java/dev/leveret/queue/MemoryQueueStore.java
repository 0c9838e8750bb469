package dev.leveret.queue;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.KeyPart;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.port.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A store that keeps everything in memory, counts the parts of units and allows no misuse. */
final class MemoryQueueStore implements QueueStore {

    record Stored(long position, Message message) implements StoredMessage {}

    /** The handle on a key, which is not stored before its message is. */
    record Prepared(MemoryQueueStore store, long position, Message message) implements StoredMessage {}

    private final Set<Original> originals = new HashSet<>();

    /** Units that wait for what another message is in. */
    final List<DurableUnit> followed = new ArrayList<>();

    final TreeMap<Long, Stored> messages = new TreeMap<>();
    private final Map<DurableUnit, Integer> parts = new HashMap<>();
    private long lastPosition = -1;
    private long noted = NOTHING_DELIVERED;
    private long lastPositionAtMark = NOTHING_DELIVERED;
    boolean deleted;

    /** The positions of what units have taken away after that. */
    final List<Long> removedLate = new ArrayList<>();

    /** How often messages have come back, by position. */
    final TreeMap<Long, Integer> returns = new TreeMap<>();

    /** How many parts of the unit have arrived. */
    int partsOf(DurableUnit unit) {
        return parts.getOrDefault(unit, 0);
    }

    /** The names of what is stored, in the order of positions. */
    List<String> names() {
        var names = new ArrayList<String>();
        messages.values().forEach(stored -> names.add(TestMessages.nameOf(stored.message())));
        return names;
    }

    /** The highest position ever used, -1 if none. */
    long lastPosition() {
        return lastPosition;
    }

    /** How far deliveries may get. */
    long noted() {
        return noted;
    }

    /** The highest position that was used when this was noted, -1 if none. */
    long lastPositionAtMark() {
        return lastPositionAtMark;
    }

    @Override
    public StoredMessage append(long position, Message message, DurableUnit unit) {
        require(!deleted, "append to a deleted queue");
        require(position > lastPosition, "position " + position + " after " + lastPosition);
        lastPosition = position;
        var stored = new Stored(position, message);
        messages.put(position, stored);
        count(unit);
        return stored;
    }

    @Override
    public StoredMessage prepare(long position, Message key) {
        require(!deleted, "a key for a deleted queue");
        require(position > lastPosition, "position " + position + " after " + lastPosition);
        lastPosition = position;
        return new Prepared(this, position, key);
    }

    @Override
    public StoredMessage append(long position, Message message, KeyPart key, DurableUnit unit) {
        if (key.original() != null) {
            originals.add(key.original());
        }
        if (key.key() != null) {
            Prepared prepared = (Prepared) key.key();
            prepared.store.messages.put(prepared.position, new Stored(prepared.position, prepared.message));
        }
        return append(position, message, unit);
    }

    @Override
    public void skipAfter(Original original, DurableUnit unit) {
        require(originals.contains(original), "nobody has stored what is to be followed");
        followed.add(unit);
        skip(unit);
    }

    @Override
    public void remove(StoredMessage message, DurableUnit unit) {
        if (deleted && unit != null) {
            removedLate.add(((Stored) message).position());
        } else {
            forget(message);
        }
        count(unit);
    }

    @Override
    public void skip(DurableUnit unit) {
        require(unit != null, "a skip that nobody waits for");
        count(unit);
    }

    @Override
    public void purged(List<StoredMessage> purged) {
        purged.forEach(this::forget);
    }

    @Override
    public void purgedPages(long first, long last, int count) {
        require(!deleted, "removal from a deleted queue");
        var range = messages.subMap(first, true, last, true);
        require(range.size() == count, count + " purged where " + range.size() + " are");
        range.clear();
    }

    @Override
    public void reserve(long position, DurableUnit unit) {
        require(!deleted, "a mark for a deleted queue");
        require(unit == null || position >= noted, "a mark that sinks without a stop");
        noted = position;
        lastPositionAtMark = lastPosition;
        count(unit);
    }

    @Override
    public void returned(long position, int times) {
        require(!deleted, "a return to a deleted queue");
        if (times == 0) {
            require(returns.remove(position) != null, "forgotten twice: " + position);
        } else {
            returns.put(position, times);
        }
    }

    @Override
    public void deleteQueue() {
        require(!deleted, "deleted twice");
        deleted = true;
        messages.clear();
    }

    private void forget(StoredMessage message) {
        require(!deleted, "removal from a deleted queue");
        if (message instanceof Prepared prepared) {
            require(messages.remove(prepared.position) != null, "removed twice: key " + prepared.position);
            return;
        }
        var stored = (Stored) message;
        require(messages.remove(stored.position(), stored), "removed twice: " + stored.position());
    }

    private void count(DurableUnit unit) {
        if (unit != null) {
            int arrived = parts.merge(unit, 1, Integer::sum);
            require(arrived <= unit.parts(), "part " + arrived + " of " + unit.parts());
        }
    }

    private static void require(boolean condition, String misuse) {
        if (!condition) {
            throw new AssertionError(misuse);
        }
    }
}
