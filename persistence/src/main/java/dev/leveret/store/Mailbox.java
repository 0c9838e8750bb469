package dev.leveret.store;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * What is handed over to the writer thread: many put, one takes. Putting costs one compare-and-set, and wakes the writer
 * only if it is asleep and this is worth it.
 */
final class Mailbox {

    private static final int AWAKE = 0;

    /** Asleep until anything comes. */
    private static final int IDLE = 1;

    /** Asleep for a while, with something to do; what nobody waits for can be added to it later. */
    private static final int LINGERING = 2;

    private final AtomicReference<Handover> newest = new AtomicReference<>();
    private final AtomicInteger sleep = new AtomicInteger();
    private volatile boolean urgent;
    private volatile Thread reader;

    /** Called by the reading thread, before it sleeps for the first time. */
    void readBy(Thread thread) {
        reader = thread;
    }

    void put(Handover handover) {
        Handover before;
        do {
            before = newest.get();
            handover.older = before;
        } while (!newest.compareAndSet(before, handover));
        boolean isUrgent = handover.isUrgent();
        if (isUrgent) {
            urgent = true;
        }
        // Order: put, then look whether the reader sleeps. The reader goes to sleep, then looks whether something was put.
        int depth = sleep.get();
        if ((depth == IDLE || depth == LINGERING && isUrgent) && sleep.compareAndSet(depth, AWAKE)) {
            LockSupport.unpark(reader);
        }
    }

    /** Takes everything; the oldest comes first and {@link Handover#older} leads to the next. Null if there is nothing. */
    Handover takeAll() {
        urgent = false; // Order: before taking, so that what comes in between is looked at once too often, not never.
        Handover taken = newest.getAndSet(null);
        Handover reversed = null;
        while (taken != null) {
            Handover older = taken.older;
            taken.older = reversed;
            reversed = taken;
            taken = older;
        }
        return reversed;
    }

    /** Waits until there is something to take, or so many nanoseconds; it may return earlier. */
    void await(long nanosMax) {
        sleep.set(IDLE);
        if (newest.get() == null) {
            LockSupport.parkNanos(this, nanosMax);
        }
        sleep.set(AWAKE);
    }

    /** Waits until there is something urgent to take, or so many nanoseconds; it may return earlier. */
    void linger(long nanosMax) {
        sleep.set(LINGERING);
        if (!urgent) {
            LockSupport.parkNanos(this, nanosMax);
        }
        sleep.set(AWAKE);
    }
}
