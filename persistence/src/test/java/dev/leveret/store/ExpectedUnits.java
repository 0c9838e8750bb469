package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Expectation.Entry;
import dev.leveret.store.Expectation.Operation;
import dev.leveret.store.Expectation.QueueState;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When units take effect: each as one, when all its parts have come; together with those that it repeats something of, or that repeat something
 * of it; and not before a unit that brings what it takes away, or takes something from a queue that it deletes. As long as a deletion waits for
 * that, so do all definitions that come after it, and what is brought to the queues that they define. Naive on purpose.
 */
final class ExpectedUnits {

    /** What has come of a unit. */
    static final class Parts {
        private final int count;
        private final List<Operation> arrived = new ArrayList<>();
        private final Set<Original> awaited = new HashSet<>();
        private Set<Parts> together = new HashSet<>(Set.of(this));
        private boolean taken;

        /** Once it has taken effect, how many steps there were with it. */
        int stepCount = Integer.MAX_VALUE;

        Parts(int count) {
            this.count = count;
        }

        private boolean isWhole() {
            return together.stream().allMatch(each -> each.arrived.size() == each.count && each.awaited.isEmpty());
        }

        private void join(Parts other) {
            if (!other.taken) {
                together.addAll(other.together);
                together.forEach(each -> each.together = together);
            }
        }
    }

    private final Map<DurableUnit, Parts> units = new IdentityHashMap<>();
    private final Map<Original, Parts> bringers = new HashMap<>();
    private final Set<Original> released = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Of which something has come, and which have not taken effect. */
    private final List<Parts> open = new ArrayList<>();

    void clear() {
        units.clear();
        bringers.clear();
        released.clear();
        open.clear();
    }

    Parts add(DurableUnit unit) {
        Parts parts = new Parts(unit.parts());
        units.put(unit, parts);
        return parts;
    }

    /** An operation that is in no unit takes effect by itself. */
    void alone(Operation operation) {
        if (operation instanceof Operation.AppendBoth both && both.original() != null) {
            release(both.original());
        }
    }

    /** A part has come. Returns the units that take effect now, those of each list as one. */
    List<List<Parts>> partOf(DurableUnit unit, Operation operation) {
        Parts parts = units.get(unit);
        if (parts.arrived.isEmpty()) {
            open.add(parts);
        }
        parts.arrived.add(operation);
        switch (operation) {
            case Operation.AppendBoth both when both.original() != null -> bring(both.original(), parts);
            case Operation.SkipAfter after -> repeat(after.original(), parts);
            default -> {} // says nothing of other units
        }
        if (unit.parts() > 1) {
            appended(parts).forEach(entry -> entry.held = true);
        }
        return takeEffect();
    }

    private void bring(Original original, Parts parts) {
        bringers.put(original, parts);
        for (Parts each : open) {
            if (each.awaited.remove(original)) {
                parts.join(each);
            }
        }
    }

    private void repeat(Original original, Parts parts) {
        if (released.contains(original)) {
            return;
        }
        Parts bringer = bringers.get(original);
        if (bringer == null) {
            parts.awaited.add(original);
        } else {
            bringer.join(parts);
        }
    }

    private void release(Original original) {
        released.add(original);
        open.forEach(each -> each.awaited.remove(original));
    }

    /** Whether an operation that is in no unit has to wait for others. */
    boolean mustFollow(Operation operation) {
        Parts alone = new Parts(1);
        alone.arrived.add(operation);
        return defines(operation) && follows(alone, Set.of(alone));
    }

    private List<List<Parts>> takeEffect() {
        List<List<Parts>> taken = new ArrayList<>();
        for (Set<Parts> next = ready(); !next.isEmpty(); next = ready()) {
            List<Parts> together = open.stream().filter(next::contains).toList();
            together.forEach(this::take);
            taken.add(together);
        }
        return taken;
    }

    /** The first that can take effect, with those that it goes with; or all that can if they do so as one. */
    private Set<Parts> ready() {
        for (Parts each : open) {
            if (each.isWhole() && each.together.stream().noneMatch(member -> follows(member, each.together))) {
                return each.together;
            }
        }
        Set<Parts> all = new HashSet<>(open);
        while (all.removeIf(each -> !each.isWhole() || each.together.stream().anyMatch(member -> follows(member, all)))) {
            // Others may follow those that have to wait.
        }
        return all;
    }

    /** Whether a unit has to come after one that is not among these. */
    private boolean follows(Parts parts, Set<Parts> together) {
        return open.stream()
                .filter(other -> !together.contains(other))
                .anyMatch(other -> brings(other, parts) || isLeft(other, parts) || isDefinedBefore(other, parts));
    }

    private static boolean brings(Parts other, Parts parts) {
        List<Entry> brought = appended(other);
        return parts.arrived.stream()
                .map(ExpectedUnits::removed)
                .anyMatch(entry -> entry != null && entry.held && !entry.isGone() && brought.contains(entry));
    }

    private static boolean isLeft(Parts other, Parts parts) {
        return other.arrived.stream()
                .map(ExpectedUnits::removed)
                .anyMatch(entry -> entry != null && !entry.queue.dropped && parts.arrived.stream().anyMatch(operation -> drops(operation, entry.queue)));
    }

    private static boolean drops(Operation operation, QueueState queue) {
        return switch (operation) {
            case Operation.Drop drop -> drop.queue() == queue;
            case Operation.Undefine undefine -> undefine.definitions().contains(queue.definition);
            default -> false;
        };
    }

    private boolean isDefinedBefore(Parts definer, Parts parts) {
        boolean isEarlier = open.indexOf(parts) < 0 || open.indexOf(definer) < open.indexOf(parts);
        return definer.isWhole()
                && definer.arrived.stream().anyMatch(ExpectedUnits::defines)
                && (isEarlier && parts.arrived.stream().anyMatch(ExpectedUnits::defines)
                        || appended(parts).stream().anyMatch(entry -> definer.arrived.contains(new Operation.Define(entry.queue.definition))));
    }

    private static boolean defines(Operation operation) {
        return operation instanceof Operation.Define
                || operation instanceof Operation.Undefine
                || operation instanceof Operation.Drop;
    }

    private void take(Parts parts) {
        parts.taken = true;
        open.remove(parts);
        appended(parts).forEach(entry -> entry.held = false);
        for (Operation operation : parts.arrived) {
            if (operation instanceof Operation.AppendBoth both && both.original() != null) {
                release(both.original());
            }
        }
    }

    /** All that units do which take effect as one. */
    static List<Operation> operations(List<Parts> together) {
        return together.stream().flatMap(each -> each.arrived.stream()).toList();
    }

    private static List<Entry> appended(Parts parts) {
        List<Entry> entries = new ArrayList<>();
        for (Operation operation : parts.arrived) {
            switch (operation) {
                case Operation.Append append -> entries.add(append.entry());
                case Operation.AppendBoth both -> entries.add(both.entry());
                default -> {} // brings nothing that could be taken away
            }
        }
        return entries;
    }

    private static Entry removed(Operation operation) {
        return switch (operation) {
            case Operation.Remove remove -> remove.entry();
            case Operation.RemoveReturned remove -> remove.entry();
            default -> null;
        };
    }
}
