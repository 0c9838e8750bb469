package dev.leveret.server.vhost;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that the places of messages may take which were passed over, in all queues with groups together (docs/decisions/0010). When it is
 * full a queue may go on reading only as long as it has little itself, so that no queue can stop all others. From any thread.
 */
final class PlaceShare {

    /** Who has less than this part of an equal share may always go on. */
    private static final int LITTLE_DIVISOR = 16;

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /** How many queues have any. */
    private final AtomicInteger queues = new AtomicInteger();

    private final ConcurrentLinkedQueue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    PlaceShare(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** A queue that had none has got some, or the other way round. */
    void queues(int more) {
        queues.addAndGet(more);
    }

    void take(long more) {
        bytes.addAndGet(more);
    }

    void giveBack(long less) {
        if (bytes.addAndGet(-less) < bytesMax && !waiting.isEmpty()) {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        }
    }

    /**
     * Whether a queue may read more.
     *
     * @param own what its places take
     * @param head what else of its messages is in memory, that may be passed over too
     */
    boolean hasRoom(long own, long head) {
        return bytes.get() + head < bytesMax || own + head < bytesMax / LITTLE_DIVISOR / Math.max(1, queues.get());
    }

    /** Runs this when there is room again because somebody has given something back, on his thread. */
    void await(Runnable wake) {
        waiting.add(wake);
    }
}
