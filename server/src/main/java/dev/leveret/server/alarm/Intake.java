package dev.leveret.server.alarm;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that publishers bring in, so that memory is looked at when there are many and not only when it is
 * time. Thread-safe: counted by all loops, once for what a socket brings at a time.
 */
public final class Intake {

    private final AtomicLong total = new AtomicLong();

    /** The total at which the next look is due. */
    private volatile long nextLook = Long.MAX_VALUE;

    private volatile Runnable look = () -> {};

    /** So many bytes have come in. */
    public void taken(long bytes) {
        long now = total.addAndGet(bytes);
        if (now >= nextLook) {
            nextLook = Long.MAX_VALUE; // one of those who get here is enough, a second does no harm
            look.run();
        }
    }

    /** All bytes since the start. */
    long total() {
        return total.get();
    }

    /** What is done when a look is due; on the thread of a loop, so it only hands the work on. */
    public void onLookDue(Runnable look) {
        this.look = look;
    }

    /** A look is due again after so many bytes. */
    void lookAfter(long bytes) {
        nextLook = total.get() + bytes;
    }
}
