package dev.leveret.queue.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Messages that have come back and are not ready again before their time. */
public final class DelayedReturns {

    private record Waiting(Delivery delivery, long untilMillis) {}

    /** Null as long as there was none: most queues never have one. */
    private PriorityQueue<Waiting> waiting;

    private long bytes;

    /** How many there are. */
    public int count() {
        return waiting == null ? 0 : waiting.size();
    }

    /** What they take, in bytes as of {@link dev.leveret.amqp.message.Message#size()}. */
    public long bytes() {
        return bytes;
    }

    /** Adds one that is to be ready at this time, in milliseconds since 1970. */
    public void add(Delivery delivery, long untilMillis) {
        if (waiting == null) {
            waiting = new PriorityQueue<>(Comparator.comparingLong(Waiting::untilMillis));
        }
        waiting.add(new Waiting(delivery, untilMillis));
        bytes += delivery.message().size();
    }

    /** When the next one is to be ready, in milliseconds since 1970; {@link TimeToLive#NEVER} if there is none. */
    public long nextMillis() {
        return count() == 0 ? TimeToLive.NEVER : waiting.element().untilMillis();
    }

    /** Takes away the one that is to be ready next. There must be one. */
    public Delivery removeNext() {
        Delivery next = waiting.remove().delivery();
        bytes -= next.message().size();
        return next;
    }

    /** Takes all away, in no order. */
    public List<Delivery> removeAll() {
        List<Delivery> all = new ArrayList<>(count());
        while (count() > 0) {
            all.add(removeNext());
        }
        return all;
    }
}
