package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.store.Expectation.Entry;
import dev.leveret.store.Expectation.Operation;
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
 * of it; and not before a unit that brings what it takes away. Naive on purpose.
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

    private List<List<Parts>> takeEffect() {
        List<List<Parts>> taken = new ArrayList<>();
        for (Parts next = ready(); next != null; next = ready()) {
            List<Parts> together = open.stream().filter(next.together::contains).toList();
            together.forEach(this::take);
            taken.add(together);
        }
        return taken;
    }

    private Parts ready() {
        return open.stream().filter(each -> each.isWhole() && !follows(each.together)).findFirst().orElse(null);
    }

    private static boolean follows(Set<Parts> together) {
        Set<Entry> brought = new HashSet<>();
        together.forEach(each -> brought.addAll(appended(each)));
        return together.stream()
                .flatMap(each -> each.arrived.stream())
                .map(ExpectedUnits::removed)
                .anyMatch(entry -> entry != null && entry.held && !entry.isGone() && !brought.contains(entry));
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
