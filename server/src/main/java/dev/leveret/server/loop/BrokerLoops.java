package dev.leveret.server.loop;

import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** All loops of the broker, by index. Immutable once made. */
public final class BrokerLoops {

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

    /** The loop of this index; 0-based. */
    public BrokerLoop at(int index) {
        return loops[index];
    }
}
