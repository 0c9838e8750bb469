package dev.leveret.routing.topic;

/**
 * A map from words to values with one writer at a time and readers that take no lock; a reader looks a word
 * up by its place in a longer key, so that no string is made.
 *
 * <p>Entries are immutable and so are the chains they form: a removal rebuilds the part of its chain in
 * front of it, growing rebuilds all. A reader goes on in what it has begun to read.
 */
final class WordMap<V> {

    private static final int CAPACITY_MIN = 2;

    private volatile Entry<V>[] table = newTable(CAPACITY_MIN);
    private int size;

    /** The value of the word at that index of the key, or null. Any thread may call this at any time. */
    V get(TopicWords words, int index) {
        Entry<V>[] seen = table;
        int hash = words.hash(index);
        for (Entry<V> entry = seen[hash & (seen.length - 1)]; entry != null; entry = entry.next) {
            if (entry.hash == hash && words.is(index, entry.word)) {
                return entry.value;
            }
        }
        return null;
    }

    /** Adds a word that the map does not have. */
    void put(TopicWords words, int index, V value) {
        if (size == table.length) {
            grow();
        }
        size++;
        insert(table, words.text(index), words.hash(index), value);
    }

    /** Removes a word that the map has. */
    void remove(TopicWords words, int index) {
        Entry<V>[] current = table;
        int hash = words.hash(index);
        int place = hash & (current.length - 1);
        Entry<V> removed = current[place];
        while (removed.hash != hash || !words.is(index, removed.word)) {
            removed = removed.next;
        }
        Entry<V> rebuilt = removed.next;
        for (Entry<V> entry = current[place]; entry != removed; entry = entry.next) {
            rebuilt = new Entry<>(entry.word, entry.hash, entry.value, rebuilt);
        }
        current[place] = rebuilt;
        size--;
        if (size == 0) {
            table = newTable(CAPACITY_MIN);
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    private void grow() {
        Entry<V>[] current = table;
        Entry<V>[] grown = newTable(current.length * 2);
        for (Entry<V> head : current) {
            for (Entry<V> entry = head; entry != null; entry = entry.next) {
                insert(grown, entry.word, entry.hash, entry.value);
            }
        }
        table = grown;
    }

    private static <V> void insert(Entry<V>[] table, String word, int hash, V value) {
        int place = hash & (table.length - 1);
        table[place] = new Entry<>(word, hash, value, table[place]);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type parameters
    private static <V> Entry<V>[] newTable(int capacity) {
        return new Entry[capacity];
    }

    /** Final fields make it safe to hand an entry to a reader through a plain array. */
    private static final class Entry<V> {
        private final String word;
        private final int hash;
        private final V value;
        private final Entry<V> next;

        Entry(String word, int hash, V value, Entry<V> next) {
            this.word = word;
            this.hash = hash;
            this.value = value;
            this.next = next;
        }
    }
}
