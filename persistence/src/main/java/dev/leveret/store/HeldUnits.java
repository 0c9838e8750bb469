package dev.leveret.store;

import dev.leveret.queue.port.DurableUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The units of which parts are missing, and those that take away what such a unit is still to bring: a message that goes on to another queue
 * before all have told of how it came. Without the first unit the second one must not be there. Used by the writer thread alone.
 */
final class HeldUnits {

    private final HeldParts head = new HeldParts(null);

    /** They are whole, but have to follow others. In the order in which they became so; mostly there are none. */
    private final List<HeldParts> followers = new ArrayList<>();

    HeldUnits() {
        head.previous = head;
        head.next = head;
    }

    /**
     * Takes a part of a unit that has several.
     *
     * @return all parts of the unit if this was the last one and it need not follow another unit, else null
     */
    HeldParts add(DurableUnit unit, byte kind, Object item) {
        HeldParts parts = (HeldParts) unit.storeState();
        if (parts == null) {
            parts = new HeldParts(unit);
            unit.storeState(parts);
            link(parts);
        }
        if (!parts.add(kind, item)) {
            return null;
        }
        if (parts.follows()) {
            followers.add(parts);
            return null;
        }
        letGo(parts);
        return parts;
    }

    /** To be called when a unit has been accepted: another one that can be accepted now, or null. */
    HeldParts next() {
        for (int i = 0; i < followers.size(); i++) {
            HeldParts parts = followers.get(i);
            if (!parts.follows()) {
                followers.remove(i);
                letGo(parts);
                return parts;
            }
        }
        return null;
    }

    private static void letGo(HeldParts parts) {
        unlink(parts);
        parts.arrive();
        parts.unit.storeState(null);
    }

    private void link(HeldParts parts) {
        parts.previous = head.previous;
        parts.next = head;
        head.previous.next = parts;
        head.previous = parts;
    }

    private static void unlink(HeldParts parts) {
        parts.previous.next = parts.next;
        parts.next.previous = parts.previous;
    }

    /** Lets go of all units, which will never be complete. */
    void drain(Consumer<DurableUnit> to) {
        for (HeldParts parts = head.next; parts != head; parts = parts.next) {
            to.accept(parts.unit);
        }
        head.previous = head;
        head.next = head;
        followers.clear();
    }

    /**
     * By queue id: the positions, ascending, that are appended by units which are still held.
     *
     * @param others entries that are still to come as well
     */
    Map<Long, long[]> pendingPositions(List<StoredEntry> others) {
        Map<Long, List<Long>> pending = new HashMap<>();
        addPending(others, pending);
        for (HeldParts parts = head.next; parts != head; parts = parts.next) {
            addPending(parts.appended(), pending);
        }
        Map<Long, long[]> sorted = HashMap.newHashMap(pending.size());
        pending.forEach((queue, positions) ->
                sorted.put(queue, positions.stream().mapToLong(Long::longValue).sorted().toArray()));
        return sorted;
    }

    private static void addPending(List<StoredEntry> entries, Map<Long, List<Long>> pending) {
        for (StoredEntry entry : entries) {
            if (entry.isToCome()) {
                pending.computeIfAbsent(entry.queue.id, id -> new ArrayList<>()).add(entry.position);
            }
        }
    }
}
