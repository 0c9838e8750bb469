package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.port.PlaceMemory;
import dev.leveret.server.loop.BrokerLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** The places of one queue with groups, among those of all. */
final class QueuePlaces implements PlaceMemory {

    private final PlaceShare share;
    private final QueueRef queue;
    private final Supplier<BrokerLoop> here;
    private final AtomicBoolean waits = new AtomicBoolean();

    /** The queue's loop's alone. */
    private long bytes;

    /** Where the queue was when it began to wait. */
    private volatile BrokerLoop loop;

    /** @param here the loop that the queue is on; asked on that loop */
    QueuePlaces(PlaceShare share, QueueRef queue, Supplier<BrokerLoop> here) {
        this.share = share;
        this.queue = queue;
        this.here = here;
    }

    @Override
    public void take(long more) {
        if (bytes == 0) {
            share.queues(1);
        }
        bytes += more;
        share.take(more);
    }

    @Override
    public void giveBack(long less) {
        if (bytes > 0 && bytes == less) {
            share.queues(-1);
        }
        bytes -= less;
        share.giveBack(less);
    }

    @Override
    public boolean hasRoom(long headBytes) {
        if (share.hasRoom(bytes, headBytes)) {
            return true;
        }
        loop = here.get();
        if (waits.compareAndSet(false, true)) {
            share.await(this::wake);
        }
        return share.hasRoom(bytes, headBytes); // Order: somebody may have given something back before it began to wait.
    }

    /** On any thread. */
    private void wake() {
        waits.set(false);
        BrokerLoop at = loop;
        at.execute(() -> queue.command(at, new QueueCommand.ReadOn()));
    }
}
