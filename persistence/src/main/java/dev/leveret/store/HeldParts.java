package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Handover.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The parts of a unit that have arrived so far, and the units that it goes with. Used by the writer thread alone. */
final class HeldParts {

    /** Neighbours among the units that are held. */
    HeldParts previous;

    HeldParts next;

    final DurableUnit unit;
    private int missing;

    /** Nothing of it has taken effect. */
    private boolean held = true;

    /** Definitions are a part of it; return counts are not. */
    private boolean defines;

    /** Units that become durable in one round with this one; null if there are no others. */
    private HeldGroup group;

    private final List<StoredEntry> appended = new ArrayList<>();
    private final List<Original> originals = new ArrayList<>(0);
    private final List<StoredEntry> removed = new ArrayList<>();
    private final List<DefinitionChanges> definitions = new ArrayList<>();
    private final List<QueueMark> marks = new ArrayList<>();

    HeldParts(DurableUnit unit) {
        this.unit = unit;
        this.missing = unit == null ? 0 : unit.parts();
    }

    /** @return whether nothing is missing any more, of this unit or one that it goes with */
    boolean add(byte kind, Object item) {
        switch (kind) {
            case Batch.APPEND -> hold((StoredEntry) item);
            case Batch.KEYED_APPEND -> add((KeyedAppend) item);
            case Batch.REMOVE -> remove((StoredEntry) item);
            case Batch.REMOVE_RETURNED -> {
                ReturnedRemoval removal = (ReturnedRemoval) item;
                remove(removal.entry());
                definitions.add(removal.count());
            }
            case Batch.DEFINITIONS -> {
                definitions.add((DefinitionChanges) item);
                defines = true;
            }
            case Batch.MARK -> marks.add((QueueMark) item);
            default -> {} // A part without content.
        }
        missing--;
        if (group != null) {
            group.partArrived();
        }
        return isWhole();
    }

    private void add(KeyedAppend append) {
        if (append.entry() != null) {
            hold(append.entry());
        }
        if (append.key() != null) {
            hold(append.key());
        }
        if (append.original() != null) {
            originals.add(append.original());
        }
    }

    /** From now on this unit and another one, and those that go with them, become durable in one round. */
    void goWith(HeldParts other) {
        HeldGroup mine = group();
        if (other != this && other.group != mine) {
            HeldGroup.merge(mine, other.group());
        }
    }

    private HeldGroup group() {
        if (group == null) {
            new HeldGroup().add(this, missing);
        }
        return group;
    }

    void group(HeldGroup joined) {
        group = joined;
    }

    /** This one and all that go with it. */
    List<HeldParts> together() {
        return group == null ? List.of(this) : group.members();
    }

    List<Original> originals() {
        return originals;
    }

    /** Whether nothing is missing, of this unit or one that it goes with. */
    boolean isWhole() {
        return group == null ? missing == 0 : group.isWhole();
    }

    private void hold(StoredEntry entry) {
        appended.add(entry);
        mark(entry, StoredEntry.NEW, StoredEntry.HELD);
    }

    private void remove(StoredEntry entry) {
        removed.add(entry);
        entry.queue.leaving++;
    }

    /** What it brings, takes away and defines is held. */
    void hold() {
        if (!held) {
            held = true;
            appended.forEach(entry -> mark(entry, StoredEntry.NEW, StoredEntry.HELD));
            removed.forEach(entry -> entry.queue.leaving++);
        }
    }

    /** It is held no longer. */
    void arrive() {
        if (held) {
            held = false;
            appended.forEach(entry -> mark(entry, StoredEntry.HELD, StoredEntry.NEW));
            removed.forEach(entry -> entry.queue.leaving--);
        }
    }

    private static void mark(StoredEntry entry, int from, int to) {
        if (entry.interval == from) {
            entry.interval = to;
        }
    }

    /** Whether it takes away something that a unit is still to bring. */
    boolean takesAwayWhatIsHeld() {
        for (StoredEntry entry : removed) {
            if (entry.interval == StoredEntry.HELD) {
                return true;
            }
        }
        return false;
    }

    /** Whether it drops a queue that a unit is still to take something away from. */
    boolean dropsWhatIsLeft() {
        for (DefinitionChanges changes : definitions) {
            if (changes.dropsWhatIsLeft()) {
                return true;
            }
        }
        return false;
    }

    boolean defines() {
        return defines;
    }

    /** Whether this one's definitions have to be there before another one takes effect, since it defines as well or brings something to their queue. */
    boolean comesBefore(HeldParts other) {
        return held && (other.defines || other.appended.stream().anyMatch(entry -> definesQueue(entry.queue.id)));
    }

    private boolean definesQueue(long queueId) {
        for (DefinitionChanges changes : definitions) {
            QueueDefinition queue = changes.queue();
            if (queue != null && queue.id() <= queueId && queueId <= queue.lastId()) {
                return true;
            }
        }
        return false;
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
