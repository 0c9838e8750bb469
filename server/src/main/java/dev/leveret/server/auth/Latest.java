package dev.leveret.server.auth;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map of so many entries at most: one more, and the one goes that nobody has asked for or put in for the longest time. */
final class Latest<K, V> extends LinkedHashMap<K, V> {

    private static final long serialVersionUID = 1L;
    private static final float LOAD_FACTOR = 0.75f;

    private final int countMax;

    Latest(int countMax) {
        super(16, LOAD_FACTOR, true);
        this.countMax = countMax;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > countMax;
    }
}
