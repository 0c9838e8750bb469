package dev.leveret.server.channel;

import dev.leveret.queue.state.Consumer;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.TurnEnd;
import dev.leveret.server.net.Outbox;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells queues that a client's socket has taken what they delivered, so that they may go on.
 *
 * <p>Every consumer has a window of bytes at its queue. As long as the socket keeps up the window is opened again at
 * the end of a turn, in portions; when it does not, not before it does again. So a consumer that does not read, noAck or
 * not, holds a window's worth of memory and no more.
 */
final class ByteCredit implements TurnEnd {

    /** A consumer's deliveries are reported in portions of at least so many bytes. */
    private static final int PORTION_BYTES = Consumer.WINDOW_BYTES_MAX / 4;

    /** With more than this appended and not taken by the operating system, the socket counts as slow. */
    private static final int PENDING_BYTES_MAX = 2 * Consumer.WINDOW_BYTES_MAX;

    private final BrokerLoop loop;
    private final Outbox outbox;
    private final Runnable whenWritable = this::turnEnds;
    private final List<ChannelConsumer> owed = new ArrayList<>();
    private boolean scheduled;

    ByteCredit(BrokerLoop loop, Outbox outbox) {
        this.loop = loop;
        this.outbox = outbox;
    }

    /** So many bytes have been written to the outbox for this consumer. */
    void written(ChannelConsumer consumer, int bytes) {
        consumer.owedBytes += bytes;
        if (consumer.owedBytes >= PORTION_BYTES && !consumer.owedListed) {
            consumer.owedListed = true;
            owed.add(consumer);
            schedule();
        }
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            loop.atTurnEnd(this);
        }
    }

    @Override
    public void turnEnds() {
        if (!outbox.writable() || outbox.pendingBytes() > PENDING_BYTES_MAX) {
            outbox.whenWritable(whenWritable);
            return;
        }
        scheduled = false;
        for (ChannelConsumer consumer : owed) {
            long bytes = consumer.owedBytes;
            consumer.owedBytes = 0;
            consumer.owedListed = false;
            consumer.queue().creditReturned(loop, consumer.consumer(), bytes);
        }
        owed.clear();
    }
}
