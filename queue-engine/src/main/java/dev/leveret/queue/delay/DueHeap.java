package dev.leveret.queue.delay;

import dev.leveret.queue.state.Delivery;
import java.util.Arrays;

/**
 * The messages in memory that are next, in the order of their times; those of the same time in the order in which they arrived.
 *
 * <p>A heap with four branches at each fork. What decides the order lies in arrays, side by side: to go from fork to fork by way of tens of thousands of messages
 * that are all over the memory took longer than all else that the line does.
 */
final class DueHeap {

    private static final int BRANCHES = 4;
    private static final int LEAST_ROOM = 64;

    private long[] millis = new long[LEAST_ROOM];
    private long[] arrivals = new long[LEAST_ROOM];

    /** In which order they were added. */
    private long[] numbers = new long[LEAST_ROOM];

    private Delivery[] deliveries = new Delivery[LEAST_ROOM];
    private int count;
    private long bytes;
    private long added;

    void add(long due, Delivery delivery) {
        if (count == deliveries.length) {
            resize(2 * count);
        }
        bytes += delivery.message().size();
        long arrival = delivery.message().arrivalMillis();
        long number = added++;
        int at = count++;
        while (at > 0) {
            int parent = (at - 1) / BRANCHES;
            if (!isBefore(due, arrival, number, parent)) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        set(at, due, arrival, number, delivery);
    }

    int count() {
        return count;
    }

    /** What they take, in bytes as of {@link dev.leveret.amqp.message.Message#size()}. */
    long bytes() {
        return bytes;
    }

    /** When the first one is due; {@link Long#MAX_VALUE} if there is none. */
    long firstMillis() {
        return count == 0 ? Long.MAX_VALUE : millis[0];
    }

    /** Takes the first one, which must be there. */
    Delivery takeFirst() {
        Delivery first = deliveries[0];
        bytes -= first.message().size();
        int last = --count;
        Delivery delivery = deliveries[last];
        deliveries[last] = null;
        if (last > 0) {
            sink(millis[last], arrivals[last], numbers[last], delivery);
        }
        if (count < deliveries.length / 8 && deliveries.length > LEAST_ROOM) {
            resize(deliveries.length / 2);
        }
        return first;
    }

    /** Puts one in place of the first. */
    private void sink(long due, long arrival, long number, Delivery delivery) {
        int at = 0;
        for (int child = 1; child < count; child = BRANCHES * at + 1) {
            int least = child;
            for (int other = child + 1; other < Math.min(child + BRANCHES, count); other++) {
                if (isBefore(millis[other], arrivals[other], numbers[other], least)) {
                    least = other;
                }
            }
            if (isBefore(due, arrival, number, least)) {
                break;
            }
            move(least, at);
            at = least;
        }
        set(at, due, arrival, number, delivery);
    }

    private boolean isBefore(long due, long arrival, long number, int other) {
        if (due != millis[other]) {
            return due < millis[other];
        }
        return arrival != arrivals[other] ? arrival < arrivals[other] : number < numbers[other];
    }

    private void move(int from, int to) {
        set(to, millis[from], arrivals[from], numbers[from], deliveries[from]);
    }

    private void set(int at, long due, long arrival, long number, Delivery delivery) {
        millis[at] = due;
        arrivals[at] = arrival;
        numbers[at] = number;
        deliveries[at] = delivery;
    }

    void clear() {
        count = 0;
        bytes = 0;
        resize(LEAST_ROOM);
        Arrays.fill(deliveries, null);
    }

    private void resize(int room) {
        millis = Arrays.copyOf(millis, room);
        arrivals = Arrays.copyOf(arrivals, room);
        numbers = Arrays.copyOf(numbers, room);
        deliveries = Arrays.copyOf(deliveries, room);
    }
}
