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

    /** What the places of messages that were passed over may take, as a divisor of the heap. */
    private static final int PLACES_HEAP_DIVISOR = 4;

    private final PlaceShare places = new PlaceShare(Runtime.getRuntime().maxMemory() / PLACES_HEAP_DIVISOR);
    private final AtomicLong readSinceReview = new AtomicLong();
    private volatile int pageBytes = QueuePages.PAGE_BYTES_MAX;
    private volatile long reviewBytes = Long.MAX_VALUE;
    private volatile Runnable review = () -> {};

    /** Has a review made now and then, if ready messages may take so much memory. */
    void reviewedBy(Runnable review, long bytesMax) {
        this.review = review;
        this.reviewBytes = bytesMax / REVIEW_PARTS;
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
