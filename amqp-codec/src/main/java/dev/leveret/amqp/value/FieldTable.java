package dev.leveret.amqp.value;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A table of named values (AMQP 0-9-1 §4.2.5.5): arguments of queues and bindings, message headers.
 *
 * <p>Immutable. It keeps the order in which the fields came, and also fields that share a name, since both
 * are relayed; {@link #get} finds the first of a name. Two tables are equal if they have the same fields
 * in whatever order.
 */
public final class FieldTable {

    /** One field. */
    public record Entry(String name, FieldValue value) {
        public Entry {
            Objects.requireNonNull(name);
            Objects.requireNonNull(value);
        }
    }

    public static final FieldTable EMPTY = new FieldTable(List.of());

    /** Up to this size looking at each entry is as fast as an index, and needs no memory. */
    private static final int SCAN_SIZE_MAX = 12;

    private final List<Entry> entries;

    /** Made at the first look-up in a big table; immutable, so that it may be published by a race. */
    private Map<String, FieldValue> index;

    private FieldTable(List<Entry> entries) {
        this.entries = entries;
    }

    /** A table of these fields in this order. */
    public static FieldTable of(List<Entry> entries) {
        return entries.isEmpty() ? EMPTY : new FieldTable(List.copyOf(entries));
    }

    /** A table of one field. */
    public static FieldTable of(String name, FieldValue value) {
        return new FieldTable(List.of(new Entry(name, value)));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The first value of that name, or null if there is none. */
    public FieldValue get(String name) {
        return entries.size() <= SCAN_SIZE_MAX ? scan(name) : index().get(name);
    }

    public boolean contains(String name) {
        return get(name) != null;
    }

    /** All fields in their order; immutable. */
    public List<Entry> entries() {
        return entries;
    }

    public int size() {
        return entries.size();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** A table in which this name has this one value: in the place of the first it had, else at the end. */
    public FieldTable with(String name, FieldValue value) {
        List<Entry> changed = new ArrayList<>(entries.size() + 1);
        boolean placed = false;
        for (Entry entry : entries) {
            if (!entry.name().equals(name)) {
                changed.add(entry);
            } else if (!placed) {
                changed.add(new Entry(name, value));
                placed = true;
            }
        }
        if (!placed) {
            changed.add(new Entry(name, value));
        }
        return of(changed);
    }

    /** A table without the fields of that name; this one if it has none. */
    public FieldTable without(String name) {
        return contains(name)
                ? of(entries.stream().filter(entry -> !entry.name().equals(name)).toList())
                : this;
    }

    private FieldValue scan(String name) {
        for (Entry entry : entries) {
            if (entry.name().equals(name)) {
                return entry.value();
            }
        }
        return null;
    }

    private Map<String, FieldValue> index() {
        Map<String, FieldValue> made = index;
        if (made == null) {
            Map<String, FieldValue> first = HashMap.newHashMap(entries.size());
            entries.forEach(entry -> first.putIfAbsent(entry.name(), entry.value()));
            // No Map.copyOf: names of one hash, which a client may choose, make a list of it.
            made = Collections.unmodifiableMap(first);
            index = made;
        }
        return made;
    }

    @Override
    public boolean equals(Object other) {
        if (this == other) {
            return true;
        }
        return other instanceof FieldTable table
                && entries.size() == table.entries.size()
                && (entries.equals(table.entries)
                        || hashCode() == table.hashCode() && Arrays.equals(sorted(), table.sorted()));
    }

    /** The same for every order of the fields. */
    @Override
    public int hashCode() {
        int hash = 0;
        for (Entry entry : entries) {
            hash += entry.hashCode();
        }
        return hash;
    }

    /** Fields of one name stay in their order: it decides which of them is found. */
    private Entry[] sorted() {
        Entry[] sorted = entries.toArray(Entry[]::new);
        Arrays.sort(sorted, Comparator.comparing(Entry::name));
        return sorted;
    }

    @Override
    public String toString() {
        return "FieldTable" + entries;
    }

    /** Collects fields. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        public Builder put(String name, FieldValue value) {
            entries.add(new Entry(name, value));
            return this;
        }

        public Builder put(String name, String text) {
            return put(name, FieldValue.text(text));
        }

        public Builder put(String name, boolean value) {
            return put(name, new FieldValue.Bool(value));
        }

        /** As a signed 64-bit integer. */
        public Builder put(String name, long value) {
            return put(name, new FieldValue.Int64(value));
        }

        public Builder put(String name, FieldTable table) {
            return put(name, new FieldValue.Table(table));
        }

        public FieldTable build() {
            return of(entries);
        }
    }
}
