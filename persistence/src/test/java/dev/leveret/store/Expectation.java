package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.StoredMessage;
import dev.leveret.store.ExpectedUnits.Parts;
import dev.leveret.store.record.DefinitionRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What may be found after the end of a store: what was there at its start, with the effect of all operations that were
 * handed over up to some point, which is not earlier than any unit that was reported as durable. A unit takes effect as
 * one, with its last part, or with that of another which brings what it takes away. A unit that is refused takes effect as well, later, as it has in the queues; nobody was promised when.
 *
 * <p>Operations come from one thread in the order in which they are handed over, reports from any.
 */
final class Expectation {

    /** The messages of one priority in a queue, with an id of their own. */
    static final class QueueState {
        final QueueDefinition definition;
        private final int priority;
        private final Set<Entry> live = new LinkedHashSet<>();

        /** Nothing that is in it counts any more. */
        boolean dropped;

        /** The highest position of one that its queue has taken away: only below it may others be gone that are read back. */
        long removedUpTo = -1;

        /** A start would find it. */
        private boolean defined;

        QueueState(QueueDefinition definition) {
            this(definition, 0);
        }

        QueueState(QueueDefinition definition, int priority) {
            this.definition = definition;
            this.priority = priority;
        }

        long id() {
            return definition.id() + priority;
        }
    }

    /** A message of one queue. Stands for the store's handle. */
    static final class Entry implements StoredMessage {
        final QueueState queue;
        final long position;
        final String name;
        StoredMessage handle;
        private boolean gone;

        /** A unit is to bring it of which parts are missing. */
        boolean held;

        Entry(QueueState queue, long position, String name) {
            this.queue = queue;
            this.position = position;
            this.name = name;
        }

        boolean isGone() {
            return gone;
        }

        private String key() {
            return StoreContents.key(queue.id(), position, name);
        }
    }

    /** What a store can be told. */
    sealed interface Operation {
        record Append(Entry entry) implements Operation {}

        /**
         * @param record null if there is none
         * @param original what those repeat that say the same; null: they need not wait for it
         */
        record AppendBoth(Entry entry, Entry record, Original original) implements Operation {}

        record Remove(Entry entry) implements Operation {}

        record RemoveReturned(Entry entry, ReturnCount count) implements Operation {}

        record PurgePages(QueueState queue, long first, long last) implements Operation {}

        record Define(Definition definition) implements Operation {}

        record Undefine(List<Definition> definitions, Map<Long, QueueState> queues) implements Operation {}

        /** @param counts of its messages that have come back */
        record Drop(QueueState queue, List<ReturnCount> counts) implements Operation {}

        record Returned(ReturnCount count) implements Operation {}

        record Skip() implements Operation {}

        /** What has repeated something. */
        record SkipAfter(Original original) implements Operation {}
    }

    private record Change(boolean adds, String key) {}

    private static final Pattern RETURN_COUNT = Pattern.compile("ReturnCount\\[queueId=(\\d+), position=(\\d+),");

    private final List<List<Change>> steps = new ArrayList<>();
    private final ExpectedUnits units = new ExpectedUnits();

    private final Map<ByteBuffer, String> definitions = new HashMap<>();

    /** What is in queues whose definition waits: a start would not find it. */
    private final List<Entry> early = new ArrayList<>();

    private Set<String> base = new HashSet<>();
    private int durableSteps;
    private String problem;

    /** Begins anew with what has been found. Returns the queues by id, with their messages to be removed. */
    synchronized Map<Long, QueueState> startFrom(StoreContents contents) {
        steps.clear();
        units.clear();
        early.clear();
        definitions.clear();
        durableSteps = 0;
        base = contents.keys();
        contents.definitions.forEach(found -> definitions.put(identity(found), StoreContents.text(found)));
        Map<Long, QueueState> queues = new HashMap<>();
        for (StoreContents.FoundQueue found : contents.queues) {
            QueueState queue = new QueueState(found.definition(), found.priority());
            queues.put(queue.id(), queue);
            for (StoreContents.FoundMessage message : found.messages()) {
                Entry entry = new Entry(queue, message.position(), message.name());
                entry.handle = message.handle();
                queue.live.add(entry);
            }
        }
        return queues;
    }

    /** What is in a queue now, as far as operations were handed over; oldest first. */
    static List<Entry> entries(QueueState queue) {
        return new ArrayList<>(queue.live);
    }

    /** A unit whose outcome counts here, and is passed on. */
    DurableUnit unit(int parts, DurableUnit.Completion completion) {
        AtomicReference<Parts> state = new AtomicReference<>();
        DurableUnit unit = new DurableUnit(parts, 0, new DurableUnit.Completion() {
            @Override
            public void durable() {
                reportedDurable(state.get());
                completion.durable();
            }

            @Override
            public void failed() {
                completion.failed();
            }
        });
        synchronized (this) {
            state.set(units.add(unit));
        }
        return unit;
    }

    private synchronized void reportedDurable(Parts unit) {
        if (unit.stepCount > steps.size()) {
            problem = "a unit was reported as durable before it was complete";
        }
        durableSteps = Math.max(durableSteps, Math.min(unit.stepCount, steps.size()));
    }

    /** The store was closed in an orderly way: everything complete is there. */
    synchronized void everythingIsDurable() {
        durableSteps = steps.size();
    }

    /** To be called before the store can know of it. */
    synchronized void handedOver(Operation operation, DurableUnit unit) {
        if (unit == null && !units.mustFollow(operation)) {
            units.alone(operation);
            apply(List.of(operation));
            return;
        }
        for (List<Parts> together : units.partOf(unit == null ? unit(1, DurableUnit.NOBODY) : unit, operation)) {
            apply(ExpectedUnits.operations(together));
            together.forEach(each -> each.stepCount = steps.size());
        }
    }

    private void apply(List<Operation> operations) {
        List<Change> changes = new ArrayList<>();
        for (Operation operation : operations) {
            switch (operation) {
                case Operation.Append append -> append(append.entry, changes);
                case Operation.AppendBoth both -> {
                    append(both.entry, changes);
                    if (both.record != null) {
                        append(both.record, changes);
                    }
                }
                case Operation.Remove remove -> remove(remove.entry, changes);
                case Operation.RemoveReturned remove -> {
                    remove(remove.entry, changes);
                    undefine(remove.count, Map.of(), changes);
                }
                case Operation.PurgePages purge -> purgePages(purge, changes);
                case Operation.Define define -> define(define.definition, changes);
                case Operation.Undefine undefine -> undefine.definitions.forEach(each -> undefine(each, undefine.queues, changes));
                case Operation.Drop drop -> {
                    drop.counts.forEach(count -> undefine(count, Map.of(), changes));
                    drop(drop.queue, changes);
                }
                case Operation.Returned returned when returned.count.returns() > 0 -> define(returned.count, changes);
                case Operation.Returned returned -> undefine(returned.count, Map.of(), changes);
                case Operation.Skip skip -> {}
                case Operation.SkipAfter after -> {}
            }
        }
        steps.add(changes);
    }

    private void append(Entry entry, List<Change> changes) {
        if (entry.gone || entry.queue.dropped) {
            return;
        }
        entry.queue.live.add(entry);
        if (isDefined(entry.queue)) {
            changes.add(new Change(true, entry.key()));
        } else {
            early.add(entry);
        }
    }

    private boolean isDefined(QueueState queue) {
        queue.defined |= StoreContents.text(queue.definition).equals(definitions.get(identity(queue.definition)));
        return queue.defined;
    }

    private static void remove(Entry entry, List<Change> changes) {
        entry.gone = true;
        if (entry.queue.live.remove(entry)) {
            changes.add(new Change(false, entry.key()));
        }
    }

    private static void purgePages(Operation.PurgePages purge, List<Change> changes) {
        for (Entry entry : entries(purge.queue)) {
            if (purge.first <= entry.position && entry.position <= purge.last) {
                remove(entry, changes);
            }
        }
    }

    private void define(Definition definition, List<Change> changes) {
        String text = StoreContents.text(definition);
        String before = definitions.put(identity(definition), text);
        if (before != null) {
            changes.add(new Change(false, before));
        }
        changes.add(new Change(true, text));
        for (Entry entry : List.copyOf(early)) {
            if (entry.queue.definition.equals(definition)) {
                early.remove(entry);
                if (entry.queue.live.contains(entry)) {
                    changes.add(new Change(true, entry.key()));
                }
            }
        }
    }

    private void undefine(Definition definition, Map<Long, QueueState> queues, List<Change> changes) {
        String before = definitions.remove(identity(definition));
        if (before != null) {
            changes.add(new Change(false, before));
        }
        if (definition instanceof QueueDefinition queue) {
            for (long id = queue.id(); id <= queue.lastId(); id++) {
                forgetReturns(id, changes);
                QueueState state = queues.get(id);
                if (state != null) {
                    drop(state, changes);
                }
            }
        }
    }

    /** Those of messages that were on their way out; a start does not look for what belongs to no queue. */
    private void forgetReturns(long queueId, List<Change> changes) {
        definitions.values().removeIf(text -> {
            boolean isOfQueue = text.startsWith("ReturnCount[queueId=" + queueId + ",");
            if (isOfQueue) {
                changes.add(new Change(false, text));
            }
            return isOfQueue;
        });
    }

    private static void drop(QueueState queue, List<Change> changes) {
        queue.dropped = true;
        queue.live.forEach(entry -> changes.add(new Change(false, entry.key())));
        queue.live.clear();
    }

    private static ByteBuffer identity(Definition definition) {
        return ByteBuffer.wrap(DefinitionRecord.key(definition));
    }

    /** @throws AssertionError if this may not be found */
    synchronized void verify(Set<String> found) {
        if (problem != null) {
            throw new AssertionError(problem);
        }
        Set<String> state = stateAfter(durableSteps);
        for (int step = durableSteps; !isFound(state, found); step++) {
            if (step == steps.size()) {
                throw new AssertionError(explain(found));
            }
            take(steps.get(step), state);
        }
    }

    /** A start may have forgotten the return count of a message that is not there: the unit that brings it was never whole. */
    private static boolean isFound(Set<String> state, Set<String> found) {
        if (state.size() <= found.size() || !state.containsAll(found)) {
            return state.equals(found);
        }
        return state.stream().filter(key -> !found.contains(key)).allMatch(key -> isCountOfNothing(key, state));
    }

    private static boolean isCountOfNothing(String key, Set<String> state) {
        Matcher count = RETURN_COUNT.matcher(key);
        if (!count.lookingAt()) {
            return false;
        }
        String message = StoreContents.key(Long.parseLong(count.group(1)), Long.parseLong(count.group(2)), "");
        return state.stream().noneMatch(any -> any.startsWith(message));
    }

    private Set<String> stateAfter(int count) {
        Set<String> state = new HashSet<>(base);
        steps.subList(0, count).forEach(step -> take(step, state));
        return state;
    }

    private static void take(List<Change> step, Set<String> state) {
        for (Change change : step) {
            if (change.adds) {
                state.add(change.key);
            } else {
                state.remove(change.key);
            }
        }
    }

    private String explain(Set<String> found) {
        Set<String> missing = new TreeSet<>(stateAfter(durableSteps));
        Set<String> surplus = new TreeSet<>(found);
        surplus.removeAll(missing);
        missing.removeAll(found);
        List<List<Change>> undecided = steps.subList(durableSteps, steps.size());
        return "found " + found.size() + " things; against what is durable, missing " + missing + "; surplus " + surplus
                + "; not reported yet: " + undecided;
    }
}
