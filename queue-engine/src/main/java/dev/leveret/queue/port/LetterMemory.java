package dev.leveret.queue.port;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that dead letters on their way may take, of all queues together: where they go there may be no room for days. From any
 * thread. Nobody is refused: a queue that finds it full lets nothing more die until the last of its own letters has left.
 */
public final class LetterMemory {

    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /** @param bytesMax as of {@link dev.leveret.amqp.message.Message#size()} */
    public LetterMemory(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** As much as anybody wants. */
    public static LetterMemory unlimited() {
        return new LetterMemory(Long.MAX_VALUE);
    }

    /** A letter of so many bytes is on its way. */
    public void take(long size) {
        bytes.addAndGet(size);
    }

    /** It has got to where it goes. */
    public void giveBack(long size) {
        bytes.addAndGet(-size);
    }

    /** Whether nobody should let more die now who has a letter on its way. */
    public boolean isFull() {
        return bytes.get() >= bytesMax;
    }
}
