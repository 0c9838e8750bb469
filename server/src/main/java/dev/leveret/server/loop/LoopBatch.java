package dev.leveret.server.loop;

import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one loop sends to another in one turn. Filled by the one, then run by the other, then dropped. */
final class LoopBatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(LoopBatch.class);
    private static final int CAPACITY = 32;

    private final BrokerLoop from;
    private final BrokerLoop to;
    private LoopMessage[] messages = new LoopMessage[CAPACITY];
    private int count;
    private long ingressBytes;

    LoopBatch(BrokerLoop from, BrokerLoop to) {
        this.from = from;
        this.to = to;
    }

    void add(LoopMessage message) {
        if (count == messages.length) {
            messages = Arrays.copyOf(messages, count * 2);
        }
        messages[count++] = message;
        ingressBytes += message.ingressBytes();
    }

    long ingressBytes() {
        return ingressBytes;
    }

    @Override
    public void run() {
        for (int i = 0; i < count; i++) {
            arrive(messages[i], to);
        }
        from.gate().left(ingressBytes);
    }

    /** Carries it out. What fails for one message must not take the others with it: they belong to other clients. */
    static void arrive(LoopMessage message, BrokerLoop loop) {
        try {
            message.arrive(loop);
        } catch (RuntimeException e) {
            LOG.error("{} failed on loop {}", message.getClass().getSimpleName(), loop.index(), e);
        }
    }
}
