package dev.leveret.server.loop;

import java.util.BitSet;

/** Finds out when all that a loop has sent to the others so far has been carried out there. */
public final class LoopFence {

    private final Runnable passed;
    private int missing;

    private LoopFence(Runnable passed, int missing) {
        this.passed = passed;
        this.missing = missing;
    }

    /** Runs the task on this loop, once everything that it has sent to others before has arrived; at once if there are none. */
    public static void raise(BrokerLoop from, BrokerLoops loops, Runnable passed) {
        BitSet others = new BitSet(loops.count());
        others.set(0, loops.count());
        others.clear(from.index());
        raise(from, loops, others, passed);
    }

    /** The same for what it has sent to some of the others, given by their indexes. */
    public static void raise(BrokerLoop from, BrokerLoops loops, BitSet others, Runnable passed) {
        if (others.isEmpty()) {
            passed.run();
            return;
        }
        LoopFence fence = new LoopFence(passed, others.cardinality());
        for (int i = others.nextSetBit(0); i >= 0; i = others.nextSetBit(i + 1)) {
            from.send(loops.at(i), new Ask(fence, from));
        }
    }

    private record Ask(LoopFence fence, BrokerLoop from) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            loop.send(from, new Answer(fence));
        }
    }

    private record Answer(LoopFence fence) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            if (--fence.missing == 0) {
                fence.passed.run();
            }
        }
    }
}
