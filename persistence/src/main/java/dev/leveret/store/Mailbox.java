package dev.leveret.store;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * What is handed over to the writer thread: many put, one takes. Putting costs one compare-and-set, and wakes the writer
 * only if it is asleep.
 */
final class Mailbox {

    private final Handover asleep = new Handover.Asleep();
    private final AtomicReference<Handover> newest = new AtomicReference<>();
    private volatile Thread reader;

    /** Called by the reading thread, before it sleeps for the first time. */
    void readBy(Thread thread) {
        reader = thread;
    }

    void put(Handover handover) {
        Handover before;
        do {
            before = newest.get();
            handover.older = before == asleep ? null : before;
        } while (!newest.compareAndSet(before, handover));
        if (before == asleep) {
            LockSupport.unpark(reader);
        }
    }

    /** Takes everything; the oldest comes first and {@link Handover#older} leads to the next. Null if there is nothing. */
    Handover takeAll() {
        Handover taken = newest.getAndSet(null);
        if (taken == asleep) {
            return null;
        }
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
        if (newest.compareAndSet(null, asleep)) {
            LockSupport.parkNanos(this, nanosMax);
        }
    }
}
