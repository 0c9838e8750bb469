package dev.leveret.store.h2;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Passes on what is wanted of the messages that it is shown, until there is enough; one at least. It ends between two batches, or
 * within one that has much more than is wanted.
 */
final class PageInProgress implements BatchVisitor {

    private final WantedPage wanted;
    private final BatchVisitor visitor;
    private long bytes;
    private long last = -1;

    /** There may be more behind the last one. */
    private boolean full;

    PageInProgress(WantedPage wanted, BatchVisitor visitor) {
        this.wanted = wanted;
        this.visitor = visitor;
    }

    /** Whether there is enough, so that another batch, which is there, need not be read. */
    boolean endsBeforeNextBatch() {
        full |= bytes > 0 && bytes >= wanted.bytes();
        return full;
    }

    /** Up to which position all that are wanted were passed on. */
    long upTo() {
        return full ? last : wanted.last();
    }

    @Override
    public void message(long queueId, long position, ByteBuffer message) throws IOException {
        if (full || !wanted.wants(position)) {
            return;
        }
        if (bytes > 0 && bytes / 2 >= wanted.bytes()) {
            full = true;
            return;
        }
        bytes += message.remaining();
        last = position;
        visitor.message(queueId, position, message);
    }
}
