package dev.leveret.server.vhost;

import dev.leveret.queue.port.QueuePages;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much each queue may read back into memory at a time: with many queues a little of each, or they would bring more than there is
 * room for before the next review. For any thread.
 */
final class PageShare {

    /** A review is made after so much was read, as a divisor of what ready messages may take. */
    private static final int REVIEW_PARTS = 8;

    /** The part of the heap where messages are young, as the launcher sets it; what is left is small in a small heap. */
    private static final long YOUNG_BYTES = 64L << 20;

    private final PlaceShare places = new PlaceShare(placesMax(Runtime.getRuntime().maxMemory()));
    private final AtomicLong readSinceReview = new AtomicLong();
    private volatile int pageBytes = QueuePages.PAGE_BYTES_MAX;
    private volatile long reviewBytes = Long.MAX_VALUE;
    private volatile Runnable review = () -> {};

    /** Has a review made now and then, if ready messages may take so much memory. */
    void reviewedBy(Runnable review, long bytesMax) {
        this.review = review;
        this.reviewBytes = bytesMax / REVIEW_PARTS;
    }

    /**
     * What the places of messages that were passed over may take: half of what a heap has where messages are old, but an eighth of all at least and
     * three eighths at most.
     */
    static long placesMax(long heapBytes) {
        return Math.clamp((heapBytes - YOUNG_BYTES) / 2, heapBytes / 8, heapBytes / 8 * 3);
    }

    /** The memory for messages that were passed over. */
    PlaceShare places() {
        return places;
    }

    /** In bytes. */
    int pageBytes() {
        return pageBytes;
    }

    /** A review has found that each queue may have so much, in bytes. */
    void reviewed(long share) {
        // Half: messages take more in memory than in the store, and a page may be twice as big.
        pageBytes = Math.clamp(share / 2, 1, QueuePages.PAGE_BYTES_MAX);
    }

    /** A queue is about to read so much. */
    void reading(int bytes) {
        if (readSinceReview.addAndGet(bytes) >= reviewBytes) {
            readSinceReview.set(0);
            review.run();
        }
    }
}
