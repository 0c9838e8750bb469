package dev.leveret.store;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Handover.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a unit that have arrived so far. Used by the writer thread alone. */
final class HeldParts {

    /** Neighbours among the units that are held. */
    HeldParts previous;

    HeldParts next;

    final DurableUnit unit;
    private int missing;
    private final List<StoredEntry> appended = new ArrayList<>();
    private final List<StoredEntry> removed = new ArrayList<>();
    private final List<DefinitionChanges> definitions = new ArrayList<>();
    private final List<QueueMark> marks = new ArrayList<>();

    HeldParts(DurableUnit unit) {
        this.unit = unit;
        this.missing = unit == null ? 0 : unit.parts();
    }

    /** @return whether this was the last part */
    boolean add(byte kind, Object item) {
        switch (kind) {
            case Batch.APPEND -> hold((StoredEntry) item);
            case Batch.REMOVE -> removed.add((StoredEntry) item);
            case Batch.REMOVE_RETURNED -> {
                ReturnedRemoval removal = (ReturnedRemoval) item;
                removed.add(removal.entry());
                definitions.add(removal.count());
            }
            case Batch.DEFINITIONS -> definitions.add((DefinitionChanges) item);
            case Batch.MARK -> marks.add((QueueMark) item);
            default -> {} // A part without content.
        }
        return --missing == 0;
    }

    private void hold(StoredEntry entry) {
        appended.add(entry);
        mark(entry, StoredEntry.NEW, StoredEntry.HELD);
    }

    private static void mark(StoredEntry entry, int from, int to) {
        if (entry.interval == from) {
            entry.interval = to;
        }
    }

    /** Whether something that it takes away is still to be brought by another unit. */
    boolean follows() {
        if (removed.isEmpty()) {
            return false;
        }
        arrive(); // Order: what it brings itself does not count.
        boolean follows = false;
        for (StoredEntry entry : removed) {
            follows |= entry.interval == StoredEntry.HELD;
        }
        if (follows) {
            appended.forEach(entry -> mark(entry, StoredEntry.NEW, StoredEntry.HELD));
        }
        return follows;
    }

    /** What it brings is held no longer. */
    void arrive() {
        appended.forEach(entry -> mark(entry, StoredEntry.HELD, StoredEntry.NEW));
    }

    List<StoredEntry> removed() {
        return removed;
    }

    List<DefinitionChanges> definitions() {
        return definitions;
    }

    List<QueueMark> marks() {
        return marks;
    }

    List<StoredEntry> appended() {
        return appended;
    }

    /** The appended entries, those of one message next to each other: so it is written once. */
    List<StoredEntry> appendedByMessage() {
        if (isOneMessage()) {
            return appended;
        }
        // Messages are equal only to themselves.
        Map<Message, List<StoredEntry>> byMessage = new LinkedHashMap<>();
        for (StoredEntry entry : appended) {
            if (entry.message != null) {
                byMessage.computeIfAbsent(entry.message, any -> new ArrayList<>(2)).add(entry);
            }
        }
        List<StoredEntry> sorted = new ArrayList<>(appended.size());
        byMessage.values().forEach(sorted::addAll);
        return sorted;
    }

    private boolean isOneMessage() {
        for (StoredEntry entry : appended) {
            if (entry.message != appended.getFirst().message) {
                return false;
            }
        }
        return true;
    }
}
