package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Delivery;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** What comes next from one queue that was filled before: from each publisher, in each priority or group. */
final class Sequences {

    private final String queue;
    private final int levels; // priorities, 0 among them, or groups; the sequence says which one a message has
    private final boolean ranked; // the highest comes first
    private final Set<String> unconfirmed;
    private final LongAdder extra;
    private final Findings findings;
    private final long[] next; // by publisher and level
    private int lowest;

    /**
     * Begins.
     *
     * @param options {@code publishers}, {@code priorities} or {@code groups}, and {@code first}, the sequence that comes first
     * @param unconfirmed publisher and sequence of what may be there or not
     * @param extra counts those of them that are there
     */
    Sequences(String queue, Options options, Set<String> unconfirmed, LongAdder extra, Findings findings) {
        this.queue = queue;
        this.unconfirmed = unconfirmed;
        this.extra = extra;
        this.findings = findings;
        ranked = options.count("groups", 0) == 0;
        levels = ranked ? options.count("priorities", 0) + 1 : options.count("groups", 0);
        lowest = levels - 1;
        next = new long[options.count("publishers", 4) * levels];
        for (int i = 0; i < next.length; i++) {
            next[i] = options.number("first", 0) + i % levels;
        }
    }

    void arrived(Delivery delivery) {
        Numbered message = Numbered.read(delivery.getBody());
        int level = (int) (message.sequence() % levels);
        int slot = message.publisher() * levels + level;
        if (ranked && level > lowest) {
            findings.add("%s: priority %d after %d".formatted(queue, level, lowest));
        }
        lowest = Math.min(lowest, level);
        if (message.sequence() < next[slot]) {
            findings.add("%s: %d of publisher %d again, or late: %d was awaited"
                    .formatted(queue, message.sequence(), message.publisher(), next[slot]));
            return;
        }
        for (long gap = next[slot]; gap < message.sequence(); gap += levels) {
            if (!isUnconfirmed(message.publisher(), gap)) {
                findings.add("%s: %d of publisher %d is missing".formatted(queue, gap, message.publisher()));
            }
        }
        if (isUnconfirmed(message.publisher(), message.sequence())) {
            extra.increment();
        }
        next[slot] = message.sequence() + levels;
    }

    private boolean isUnconfirmed(int publisher, long sequence) {
        return !unconfirmed.isEmpty() && unconfirmed.contains(publisher + " " + sequence);
    }
}
