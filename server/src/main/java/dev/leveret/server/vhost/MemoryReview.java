package dev.leveret.server.vhost;

import dev.leveret.queue.QueueCommand;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sees to it that ready messages do not take more memory than they may, all queues together: when they do, each queue
 * leaves to the disk what it does not need next.
 *
 * <p>Queues are looked at by their own loops, one after the other; so the sum is never exact, and need not be.
 */
public final class MemoryReview {

    /** What a queue may keep of those that are next, at most, in bytes. */
    private static final long KEEP_BYTES_MAX = 256 * 1024;

    private final VirtualHosts hosts;
    private final BrokerLoops loops;
    private final long bytesMax;
    private final Runnable checkpoint;
    private final Share[] shares;

    /** What one loop has found. Written by that loop, read by all. */
    private static final class Share {

        final AtomicBoolean asked = new AtomicBoolean();
        volatile long bytes;
        volatile int queues;
    }

    /**
     * @param bytesMax of ready messages in memory
     * @param checkpoint asks for one: what has not been in any cannot leave memory
     */
    public MemoryReview(VirtualHosts hosts, BrokerLoops loops, long bytesMax, Runnable checkpoint) {
        this.hosts = hosts;
        this.loops = loops;
        this.bytesMax = bytesMax;
        this.checkpoint = checkpoint;
        this.shares = new Share[loops.count()];
        for (int i = 0; i < shares.length; i++) {
            shares[i] = new Share();
        }
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
        for (Share each : shares) {
            bytes += each.bytes;
            queues += each.queues;
        }
        if (bytes > bytesMax) {
            pageOut(loop, Math.min(KEEP_BYTES_MAX, bytesMax / 2 / queues));
            checkpoint.run();
        }
    }

    private void count(BrokerLoop loop, Share share) {
        long[] sums = new long[2];
        for (VirtualHost host : hosts.all()) {
            host.queues().forEach(queue -> {
                long bytes = queue.isHere(loop) ? queue.bytesInMemory(loop) : 0;
                sums[0] += bytes;
                sums[1] += bytes > 0 ? 1 : 0;
            });
        }
        share.bytes = sums[0];
        share.queues = (int) sums[1];
    }

    private void pageOut(BrokerLoop loop, long keepBytes) {
        for (VirtualHost host : hosts.all()) {
            host.queues().forEach(queue -> {
                if (queue.isHere(loop) && queue.bytesInMemory(loop) > keepBytes) {
                    queue.command(loop, new QueueCommand.PageOut(keepBytes));
                }
            });
        }
    }
}
