package dev.leveret.server.loop;

import java.util.BitSet;

/**
 * Finds out when all that a loop has sent to the others so far, and all that it holds back for them, has been carried out
 * there.
 */
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

    /** The same for what it has sent to some loops, given by their indexes, and for all that it holds back. */
    public static void raise(BrokerLoop from, BrokerLoops loops, BitSet targets, Runnable passed) {
        int asked = targets.cardinality() + from.heldBack().size();
        if (asked == 0) {
            passed.run();
            return;
        }
        Ask ask = new Ask(new LoopFence(passed, asked), from);
        for (int i = targets.nextSetBit(0); i >= 0; i = targets.nextSetBit(i + 1)) {
            from.send(loops.at(i), ask);
        }
        // Order: behind what waits there. It will go where that goes, which may be another way than the other asks.
        from.heldBack().forEach(held -> held.add(ask));
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
