package dev.leveret.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/** What went wrong: all of it counted, the first few in words. Thread-safe. */
public final class Findings {

    private static final int KEPT_MAX = 10;

    private final List<String> kept = new ArrayList<>();
    private long count;

    public synchronized void add(String what) {
        count++;
        if (kept.size() < KEPT_MAX) {
            kept.add(what);
            System.out.println("found: " + what);
        }
    }

    public synchronized long count() {
        return count;
    }
}
