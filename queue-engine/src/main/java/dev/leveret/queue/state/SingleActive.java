package dev.leveret.queue.state;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.TreeMap;

/**
 * Which of the consumers of a queue gets everything (RabbitMQ's page "Consumers", section "Single Active Consumer"): the first
 * one to come, as long as it is there, whatever comes later. The next one is that of the highest priority, and of those the one
 * that has waited longest.
 */
final class SingleActive {

    /** Those that wait, by priority, the highest first; of one priority in the order they came. */
    private final TreeMap<Long, LinkedHashSet<Consumer>> waiting = new TreeMap<>(Collections.reverseOrder());

    /** Null: there is no consumer. */
    private Consumer active;

    /** A consumer has come. It waits unless it is the only one. */
    void add(Consumer consumer) {
        if (active == null) {
            active = consumer;
            return;
        }
        consumer.standsBy = true;
        waiting.computeIfAbsent(consumer.settings().priority(), absent -> new LinkedHashSet<>()).add(consumer);
    }

    /**
     * A consumer has gone.
     *
     * @return who gets everything from now on, if that has changed; null if it has not, or if nobody is left
     */
    Consumer remove(Consumer consumer) {
        if (consumer != active) {
            takeOut(consumer);
            return null;
        }
        active = waiting.isEmpty() ? null : waiting.firstEntry().getValue().getFirst();
        if (active != null) {
            takeOut(active);
        }
        return active;
    }

    private void takeOut(Consumer consumer) {
        long priority = consumer.settings().priority();
        LinkedHashSet<Consumer> equals = waiting.get(priority);
        equals.remove(consumer);
        if (equals.isEmpty()) {
            waiting.remove(priority);
        }
        consumer.standsBy = false;
    }
}
