package dev.leveret.server.loop;

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
        if (loops.count() == 1) {
            passed.run();
            return;
        }
        LoopFence fence = new LoopFence(passed, loops.count() - 1);
        for (int i = 0; i < loops.count(); i++) {
            if (loops.at(i) != from) {
                from.send(loops.at(i), new Ask(fence, from));
            }
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
