package dev.leveret.benchmarks.soak;

import dev.leveret.benchmarks.load.Findings;
import java.util.TreeSet;

/**
 * The books of what one publisher sends to one queue, which has one consumer: numbers from 0 on. Thread-safe.
 *
 * <p>The rules: what was confirmed arrives; what arrives for the first time never comes after a later one; what arrives
 * again is flagged as redelivered; nothing arrives that was not sent, or was rolled back.
 */
final class Track {

    private final String name;
    private final Findings findings;
    private final TreeSet<Long> open = new TreeSet<>(); // sent, and nothing heard yet
    private final TreeSet<Long> uncertain = new TreeSet<>(); // nothing will be heard any more
    private final TreeSet<Long> rolledBack = new TreeSet<>();
    private final TreeSet<Long> skipped = new TreeSet<>(); // a later one has arrived: never to be seen
    private long next;
    private long highest = -1;
    private long forgivenBelow;
    private long repeated;

    Track(String name, Findings findings) {
        this.name = name;
        this.findings = findings;
    }

    String name() {
        return name;
    }

    /** The number of the message that is sent now. */
    synchronized long send() {
        open.add(next);
        return next++;
    }

    /** The broker has promised to keep it. */
    synchronized void confirmed(long number) {
        open.remove(number);
        if (skipped.contains(number) && number >= forgivenBelow) {
            findings.add(name + ": " + number + " was confirmed, and a later one has arrived before it");
        }
    }

    /** The broker has promised that nobody will see it. */
    synchronized void rolledBack(long number) {
        open.remove(number);
        rolledBack.add(number);
        if (number <= highest && !skipped.contains(number)) {
            findings.add(name + ": " + number + " was rolled back, and has arrived");
        }
    }

    /** Nothing more will be heard of it: it may arrive or not. */
    synchronized void uncertain(long number) {
        if (open.remove(number) && number > highest) {
            uncertain.add(number);
        }
    }

    /** All that has been sent may be gone: it was not to survive the broker. */
    synchronized void forgive() {
        forgivenBelow = next;
    }

    /** Handed to the consumer. */
    synchronized void arrived(long number, boolean redelivered) {
        if (number >= next || rolledBack.contains(number)) {
            findings.add(name + ": " + number + " has arrived and was " + (number >= next ? "never sent" : "rolled back"));
        } else if (number > highest) {
            pass(number);
        } else if (skipped.remove(number)) {
            findings.add(name + ": " + number + " comes for the first time, after " + highest);
        } else {
            repeated++;
            if (!redelivered) {
                findings.add(name + ": " + number + " comes again and is not flagged; " + highest + " was the highest");
            }
        }
    }

    private void pass(long number) {
        for (long missing = highest + 1; missing < number; missing++) {
            if (mustArrive(missing)) {
                findings.add(name + ": " + missing + " is missing, " + number + " has arrived");
            } else {
                skipped.add(missing);
            }
        }
        highest = number;
        uncertain.headSet(number, true).clear();
        if (rolledBack.size() > 10_000) {
            rolledBack.headSet(number - 1_000_000).clear();
        }
    }

    private boolean mustArrive(long number) {
        return number >= forgivenBelow && !open.contains(number) && !uncertain.contains(number) && !rolledBack.contains(number);
    }

    /** When all queues are empty: what should have arrived and has not. */
    synchronized void finish() {
        for (long missing = highest + 1; missing < next; missing++) {
            if (mustArrive(missing)) {
                findings.add(name + ": " + missing + " has never arrived");
            }
        }
    }

    synchronized long repeated() {
        return repeated;
    }
}
