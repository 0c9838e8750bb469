package dev.leveret.server.loop;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Tells the connections of one loop whether they may go on reading.
 *
 * <p>It looks at two numbers that go down without any client's help: the bytes which this loop has sent to other loops
 * and which have not been handled there, and the bytes which the store has not synced. Owned by its loop; other
 * threads report what has left.
 */
public final class IngressGate {

    private final LoopThread thread;
    private final AtomicLong loopBytes = new AtomicLong();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

    /** Whether somebody waits; written by the loop, read by whoever reports. */
    private volatile boolean awaited;

    private long loopBytesMax = Long.MAX_VALUE;
    private long storeBytesMax = Long.MAX_VALUE;
    private LongSupplier storeBytes = () -> 0;
    private Runnable callAtStore = () -> {};

    /** A call is on its way through the store. The loop's. */
    private boolean called;

    IngressGate(LoopThread thread) {
        this.thread = thread;
    }

    /**
     * Sets the limits, in bytes. Before the loop carries connections.
     *
     * @param callAtStore has {@link #storeReached} called, on the loop, once the store has done what it has been given
     */
    public void limit(long loopBytesMax, long storeBytesMax, LongSupplier storeBytes, Runnable callAtStore) {
        this.loopBytesMax = loopBytesMax;
        this.storeBytesMax = storeBytesMax;
        this.storeBytes = storeBytes;
        this.callAtStore = callAtStore;
    }

    /** Whether both numbers are within their limits. */
    public boolean isOpen() {
        return loopBytes.get() <= loopBytesMax && storeBytes.getAsLong() <= storeBytesMax;
    }

    /** Runs the task once, on the loop, when both numbers have gone down to half of their limits; perhaps at once. */
    public void whenOpen(Runnable task) {
        waiting.add(task);
        awaited = true;
        // Order: look after the flag is set, or what leaves between the two would wake nobody.
        wakeIfLow();
    }

    /** Bytes that this loop has sent to others and that have not been handled there. */
    public long outstandingBytes() {
        return loopBytes.get();
    }

    void entered(long bytes) {
        if (bytes > 0) {
            loopBytes.addAndGet(bytes);
        }
    }

    /** So many bytes have been handled elsewhere. From any thread. */
    void left(long bytes) {
        if (bytes > 0) {
            long rest = loopBytes.addAndGet(-bytes);
            // Order: whatever the store's number is. It may have grown by these very bytes, and then the loop has to be
            // there to ask the store for a call: nothing else would wake who waits.
            if (awaited && rest <= loopBytesMax / 2) {
                thread.execute(this::wakeIfLow);
            }
        }
    }

    /** The store has done what it had been given when it was called. */
    public void storeReached() {
        called = false;
        wakeIfLow();
    }

    private void wakeIfLow() {
        if (!isLow()) {
            callStore();
            return;
        }
        awaited = false;
        // Who is woken may wait again at once, and so have all others woken before this gets to them.
        for (int count = waiting.size(); count > 0 && !waiting.isEmpty(); count--) {
            waiting.poll().run();
        }
    }

    /** The store reports nothing that nobody waits for, so this waits. */
    private void callStore() {
        if (!waiting.isEmpty() && !called && storeBytes.getAsLong() > storeBytesMax / 2) {
            called = true;
            callAtStore.run();
        }
    }

    private boolean isLow() {
        return loopBytes.get() <= loopBytesMax / 2 && storeBytes.getAsLong() <= storeBytesMax / 2;
    }
}
