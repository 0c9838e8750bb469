package dev.leveret.server.loop;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** All loops of the broker, by index. Immutable once made. */
public final class BrokerLoops {

    /**
     * A message gets to its queue in the first one, what that gives to a queue on a third loop in the second one, and what
     * was handed to the store at the end of that turn is there after the third.
     */
    private static final int STEPS_TO_REST = 3;

    private final BrokerLoop[] loops;

    private BrokerLoops(BrokerLoop[] loops) {
        this.loops = loops;
        for (BrokerLoop loop : loops) {
            loop.connect(loops);
        }
    }

    /** A loop for each of Netty's, in their order. The clock gives milliseconds since 1970. */
    public static BrokerLoops of(List<EventLoop> eventLoops, LongSupplier clock) {
        List<LoopThread> threads = new ArrayList<>();
        for (EventLoop eventLoop : eventLoops) {
            threads.add(new NettyLoopThread(eventLoop));
        }
        return onThreads(threads, clock);
    }

    /** A loop for each thread, in their order. */
    public static BrokerLoops onThreads(List<? extends LoopThread> threads, LongSupplier clock) {
        BrokerLoop[] loops = new BrokerLoop[threads.size()];
        for (int i = 0; i < loops.length; i++) {
            loops[i] = new BrokerLoop(i, threads.get(i), clock);
        }
        return new BrokerLoops(loops);
    }

    /** How many there are. */
    public int count() {
        return loops.length;
    }

    /**
     * Waits until all that the loops have for one another, and for the store, has got there: for the end, when nothing new
     * comes in. Not from a loop.
     *
     * @param millis how long each step may take
     * @return false if a loop was busy for so long, or the caller was interrupted
     */
    public boolean awaitRest(long millis) {
        for (int i = 0; i < STEPS_TO_REST; i++) {
            if (!awaitFences(millis)) {
                return false;
            }
        }
        return true;
    }

    private boolean awaitFences(long millis) {
        var passed = new CountDownLatch(loops.length);
        for (BrokerLoop loop : loops) {
            loop.execute(() -> LoopFence.raise(loop, this, passed::countDown));
        }
        try {
            return passed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The loop of this index; 0-based. */
    public BrokerLoop at(int index) {
        return loops[index];
    }
}
