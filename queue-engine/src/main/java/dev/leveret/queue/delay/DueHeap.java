package dev.leveret.queue.delay;

import dev.leveret.queue.state.Delivery;
import java.util.Comparator;
import java.util.PriorityQueue;

/** The messages in memory that are next, in the order of their times; those of the same time in the order in which they arrived. */
final class DueHeap {

    /** A message with what its order is decided by, so that this is computed once. */
    record Due(long millis, long arrivalMillis, long number, Delivery delivery) {}

    private static final Comparator<Due> ORDER = (a, b) -> {
        int byTime = Long.compare(a.millis, b.millis);
        if (byTime != 0) {
            return byTime;
        }
        int byArrival = Long.compare(a.arrivalMillis, b.arrivalMillis);
        return byArrival != 0 ? byArrival : Long.compare(a.number, b.number);
    };

    private final PriorityQueue<Due> heap = new PriorityQueue<>(ORDER);
    private long bytes;
    private long added;

    void add(long millis, Delivery delivery) {
        heap.add(new Due(millis, delivery.message().arrivalMillis(), added++, delivery));
        bytes += delivery.message().size();
    }

    boolean isEmpty() {
        return heap.isEmpty();
    }

    int count() {
        return heap.size();
    }

    /** What they take, in bytes as of {@link dev.leveret.amqp.message.Message#size()}. */
    long bytes() {
        return bytes;
    }

    /** When the first one is due; {@link Long#MAX_VALUE} if there is none. */
    long firstMillis() {
        Due first = heap.peek();
        return first == null ? Long.MAX_VALUE : first.millis;
    }

    Delivery takeFirst() {
        Delivery first = heap.remove().delivery;
        bytes -= first.message().size();
        return first;
    }

    /** All of them, in no order. */
    Iterable<Due> all() {
        return heap;
    }

    void clear() {
        heap.clear();
        bytes = 0;
    }
}
