package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Handover.Batch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The units of which parts are missing, or parts of those that they go with, of messages that they repeat; and those that take away what such
 * a unit is still to bring, or delete the queue that it is still to take something away from. Used by the writer thread alone.
 *
 * <p>As long as a deletion waits, all definitions wait behind it, and what is brought to queues that they define: so definitions take effect in
 * their order, and no message that somebody counts on is in a queue that is not there. Units that wait for each other take effect as one.
 */
final class HeldUnits {

    private final HeldParts head = new HeldParts(null);

    /** They are whole, but have to follow others; mostly there are none. */
    private final List<HeldParts> followers = new ArrayList<>(0);

    /** Those of the followers that have definitions, in the order in which these came. */
    private final List<HeldParts> definers = new ArrayList<>(0);

    /** What units wait for of which the store has seen nothing yet. */
    private final Set<Original> awaited = new HashSet<>();

    private final Consumer<HeldParts> whole;
    private final Consumer<DurableUnit> empty;

    /**
     * @param whole takes units of which nothing is missing any more
     * @param empty takes those that never had to be held and have nothing to store
     */
    HeldUnits(Consumer<HeldParts> whole, Consumer<DurableUnit> empty) {
        this.whole = whole;
        this.empty = empty;
        head.previous = head;
        head.next = head;
    }

    /** Whether an operation that is a unit by itself, or in none, may have to be held. */
    boolean mayFollow(DurableUnit unit, byte kind, Object item) {
        if (kind == Batch.DEFINITIONS) {
            return !definers.isEmpty() || ((DefinitionChanges) item).dropsWhatIsLeft();
        }
        return unit != null && (!definers.isEmpty() || takesAwayWhatIsHeld(kind, item));
    }

    private static boolean takesAwayWhatIsHeld(byte kind, Object item) {
        return switch (kind) {
            case Batch.REMOVE -> ((StoredEntry) item).interval == StoredEntry.HELD;
            case Batch.REMOVE_RETURNED -> ((ReturnedRemoval) item).entry().interval == StoredEntry.HELD;
            default -> false;
        };
    }

    /** Takes a part of a unit. */
    void add(DurableUnit unit, byte kind, Object item) {
        HeldParts parts = of(unit);
        if (item instanceof KeyedAppend append && append.original() != null) {
            bind(append.original(), parts);
        }
        finishPart(parts, kind, item);
    }

    private void finishPart(HeldParts parts, byte kind, Object item) {
        if (!parts.add(kind, item)) {
            return;
        }
        List<HeldParts> together = parts.together();
        together.forEach(HeldParts::arrive); // Order: what they do themselves does not count.
        if (!follows(together)) {
            release(together);
            releaseFollowers();
            return;
        }
        together.forEach(HeldParts::hold);
        followers.add(parts);
        boolean hadDefiners = !definers.isEmpty();
        if (parts.defines()) {
            definers.add(parts);
        }
        if (hadDefiners || together.size() > 1) { // else nothing that it follows can wait for it
            releaseFollowers();
        }
    }

    private void release(List<HeldParts> together) {
        // Order: let go of all before anything is released, which may complete others.
        followers.removeAll(together);
        definers.removeAll(together);
        together.forEach(HeldUnits::letGo);
        together.forEach(whole);
    }

    /**
     * Whether another unit has to come first. It is still to bring something that these take away, a message that has gone on before all have told of
     * how it came: without that unit this one must not be there, or the message would be in two places. Or it is still to take something away from a
     * queue that these delete: without it that would be gone. Or its definitions have come before.
     */
    private boolean follows(List<HeldParts> together) {
        for (HeldParts parts : together) {
            if (parts.takesAwayWhatIsHeld() || parts.dropsWhatIsLeft() || followsDefinitions(parts)) {
                return true;
            }
        }
        return false;
    }

    private boolean followsDefinitions(HeldParts parts) {
        for (HeldParts definer : definers) {
            if (definer == parts) {
                return false; // Those behind it follow this one.
            }
            if (definer.comesBefore(parts)) {
                return true;
            }
        }
        return false;
    }

    /** Lets go of as many as can take effect without the others: so those too that follow each other in a circle. */
    private void releaseFollowers() {
        if (followers.isEmpty()) {
            return;
        }
        List<HeldParts> ready = new ArrayList<>(followers);
        ready.removeIf(parts -> !parts.isWhole());
        ready.forEach(parts -> parts.together().forEach(HeldParts::arrive));
        while (ready.removeIf(this::hasToWait)) {
            // Others may follow what has to wait.
        }
        for (HeldParts parts : ready) {
            if (isHeld(parts)) { // else it went together with another one
                release(parts.together());
            }
        }
    }

    private boolean hasToWait(HeldParts parts) {
        boolean waits = follows(parts.together());
        if (waits) {
            parts.together().forEach(HeldParts::hold);
        }
        return waits;
    }

    private static boolean isHeld(HeldParts parts) {
        return parts.unit.storeState() == parts;
    }

    /** The part of a unit has come that an original is in: those that wait for it go with that unit. */
    private void bind(Original original, HeldParts parts) {
        Followers followers = Followers.of(original);
        followers.within = parts;
        awaited.remove(original);
        for (DurableUnit unit : followers.takeAll()) {
            goWith(unit, parts);
        }
    }

    /** One part of the unit is to be with the original or after it. A unit of one part has to be held for that too. */
    void follow(Original original, DurableUnit unit) {
        if (Followers.isReleased(original)) {
            skip(unit);
            return;
        }
        Followers followers = Followers.of(original);
        if (followers.within == null) {
            followers.add(unit);
            awaited.add(original);
        } else {
            goWith(unit, followers.within);
        }
    }

    private void goWith(DurableUnit unit, HeldParts parts) {
        HeldParts following = of(unit);
        parts.goWith(following);
        finishPart(following, Batch.SKIP, null);
    }

    /** The original is in this round, or nothing of it is stored: nobody has to wait for it. */
    void release(Original original) {
        if (Followers.isReleased(original)) {
            return;
        }
        List<DurableUnit> waiting = Followers.of(original).takeAll();
        original.storeState(Followers.RELEASED);
        awaited.remove(original);
        waiting.forEach(this::skip);
    }

    private void skip(DurableUnit unit) {
        if (unit.parts() == 1) {
            empty.accept(unit);
        } else {
            finishPart(of(unit), Batch.SKIP, null);
        }
    }

    /** The parts of a unit, which is held from now on if it was not. */
    private HeldParts of(DurableUnit unit) {
        HeldParts parts = (HeldParts) unit.storeState();
        if (parts == null) {
            parts = new HeldParts(unit);
            unit.storeState(parts);
            link(parts);
        }
        return parts;
    }

    /** A unit is held no longer. */
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
        Set<DurableUnit> never = new LinkedHashSet<>(); // one may wait in several places
        for (HeldParts parts = head.next; parts != head; parts = parts.next) {
            parts.arrive();
            never.add(parts.unit);
        }
        awaited.forEach(original -> never.addAll(Followers.of(original).takeAll()));
        awaited.clear();
        followers.clear();
        definers.clear();
        never.forEach(to);
        head.previous = head;
        head.next = head;
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
