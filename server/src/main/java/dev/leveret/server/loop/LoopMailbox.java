package dev.leveret.server.loop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What other loops have sent to one loop: any of them puts, the loop takes.
 *
 * <p>The loop takes what is there and then looks at its sockets before it takes more. As plain tasks, batches that keep
 * coming would be run one after the other, and Netty would look at the sockets only after up to a second of that.
 */
final class LoopMailbox {

    private final LoopThread thread;
    private final Queue<LoopBatch> batches = new ConcurrentLinkedQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Runnable take = this::take;

    LoopMailbox(LoopThread thread) {
        this.thread = thread;
    }

    /** From any thread; what one thread puts is taken in its order. */
    void put(LoopBatch batch) {
        batches.add(batch);
        count.incrementAndGet();
        if (scheduled.compareAndSet(false, true)) {
            thread.execute(take);
        }
    }

    private void take() {
        try {
            for (int present = count.get(); present > 0; present--) {
                LoopBatch batch = batches.poll();
                count.decrementAndGet();
                batch.run();
            }
        } finally {
            takeTheRestLater();
        }
    }

    private void takeTheRestLater() {
        if (count.get() == 0) {
            scheduled.set(false);
            // Order: look again after the flag is down. Who put one in between saw it up, and has scheduled nothing.
            if (count.get() == 0 || !scheduled.compareAndSet(false, true)) {
                return;
            }
        }
        thread.executeAfterNetwork(take);
    }
}
