package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that ready messages do not take more memory than they may, all queues together: when they do, each queue
 * leaves to the disk what it does not need next. What is unacknowledged cannot leave: when that is too much, consumers
 * without a prefetch limit get one message at a time.
 *
 * <p>Queues are looked at by their own loops, one after the other; so the sum is never exact, and need not be.
 */
public final class MemoryReview {

    /** What a queue may keep of those that are next, at most, in bytes. */
    private static final long KEEP_BYTES_MAX = 256 * 1024;

    private final VirtualHosts hosts;
    private final BrokerLoops loops;
    private final long bytesMax;
    private final long unackedBytesMax;
    private final Runnable checkpoint;
    private final Share[] shares;

    /** What one loop has found. Written by that loop, read by all. */
    private static final class Share {

        final AtomicBoolean asked = new AtomicBoolean();
        volatile long bytes;
        volatile int queues;
        volatile long unackedBytes;

        /** The loop's alone. */
        boolean braked;
    }

    /**
     * @param bytesMax of ready messages in memory
     * @param unackedBytesMax of unacknowledged messages
     * @param checkpoint asks for one: what has not been in any cannot leave memory
     */
    public MemoryReview(
            VirtualHosts hosts, BrokerLoops loops, long bytesMax, long unackedBytesMax, Runnable checkpoint) {
        this.hosts = hosts;
        this.loops = loops;
        this.bytesMax = bytesMax;
        this.unackedBytesMax = unackedBytesMax;
        this.checkpoint = checkpoint;
        this.shares = new Share[loops.count()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new Share();
        }
        hosts.pageShare().reviewedBy(this::request, bytesMax);
    }

    /** Has all loops look soon. From any thread; costs little, however often it is called. */
    public void request() {
        for (int i = 0; i < shares.length; i++) {
            if (shares[i].asked.compareAndSet(false, true)) {
                BrokerLoop loop = loops.at(i);
                loop.execute(() -> review(loop));
            }
        }
    }

    private void review(BrokerLoop loop) {
        Share share = shares[loop.index()];
        share.asked.set(false);
        count(loop, share);
        long bytes = 0;
        int queues = 0;
        long unacked = 0;
        for (Share each : shares) {
            bytes += each.bytes;
            queues += each.queues;
            unacked += each.unackedBytes;
        }
        brake(loop, share, unacked);
        long queueShare = bytesMax / 2 / Math.max(1, queues);
        hosts.pageShare().reviewed(queueShare);
        if (bytes > bytesMax) {
            pageOut(loop, Math.min(KEEP_BYTES_MAX, queueShare));
            checkpoint.run();
        }
    }

    private void count(BrokerLoop loop, Share share) {
        long[] sums = new long[3];
        hosts.forEachQueueOn(loop, queue -> {
            long bytes = queue.bytesInMemory(loop);
            sums[0] += bytes;
            sums[1] += bytes > 0 ? 1 : 0;
            sums[2] += queue.unackedBytes(loop);
        });
        hosts.forEachDelayLineOn(loop, line -> {
            long bytes = line.bytesInMemory();
            sums[0] += bytes;
            sums[1] += bytes > 0 ? 1 : 0;
        });
        share.bytes = sums[0];
        share.queues = (int) sums[1];
        share.unackedBytes = sums[2];
    }

    /** On above the limit, off below half of it. */
    private void brake(BrokerLoop loop, Share share, long unackedBytes) {
        boolean on = unackedBytes > (share.braked ? unackedBytesMax / 2 : unackedBytesMax);
        if (on || share.braked) {
            share.braked = on;
            // Each time while it is on: queues come, and move here.
            hosts.forEachQueueOn(loop, queue -> queue.command(loop, new QueueCommand.Brake(on)));
        }
    }

    private void pageOut(BrokerLoop loop, long keepBytes) {
        hosts.forEachQueueOn(loop, queue -> {
            if (queue.bytesInMemory(loop) > keepBytes) {
                queue.command(loop, new QueueCommand.PageOut(keepBytes));
            }
        });
        hosts.forEachDelayLineOn(loop, line -> line.pageOut(keepBytes));
    }
}
