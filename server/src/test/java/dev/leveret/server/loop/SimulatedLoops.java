package dev.leveret.server.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Loops without threads: a seed decides whose turn it is, so that a test can lead them through any interleaving and see
 * the same one again.
 */
public final class SimulatedLoops {

    private int pauses;
    private final List<SimulatedThread> threads = new ArrayList<>();
    private final Random random;
    private final BrokerLoops loops;
    private SimulatedThread current;
    private long nowMillis = 1_000_000;

    public SimulatedLoops(int count, long seed) {
        random = new Random(seed);
        for (int i = 0; i < count; i++) {
            threads.add(new SimulatedThread());
        }
        loops = BrokerLoops.onThreads(threads, () -> nowMillis);
    }

    public BrokerLoops loops() {
        return loops;
    }

    public BrokerLoop at(int index) {
        return loops.at(index);
    }

    public void advanceMillis(long millis) {
        nowMillis += millis;
    }

    /** Runs a task on a loop at once, as what comes from the network does. */
    public void on(int index, Runnable task) {
        current = threads.get(index);
        task.run();
        current = null;
    }

    /** Runs one waiting task of some loop; false if there is none. */
    public boolean step() {
        List<SimulatedThread> busy = threads.stream().filter(SimulatedThread::isBusy).toList();
        if (busy.isEmpty()) {
            return false;
        }
        current = busy.get(random.nextInt(busy.size()));
        current.next().run();
        current = null;
        return true;
    }

    /** Runs some of the waiting tasks, perhaps none. */
    public void someSteps(int max) {
        for (int i = random.nextInt(max + 1); i > 0; i--) {
            step();
        }
    }

    /** Runs until nobody has anything to do. */
    public void untilIdle() {
        for (int steps = 0; step(); steps++) {
            if (steps > 1_000_000) {
                throw new AssertionError("the loops do not come to rest");
            }
        }
    }

    /** How often a loop has paused. */
    public int pauses() {
        return pauses;
    }

    private final class SimulatedThread implements LoopThread {

        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final ArrayDeque<Runnable> afterNetwork = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public void executeAfterNetwork(Runnable task) {
            afterNetwork.add(task);
        }

        @Override
        public void pause(long nanos) {
            pauses++; // time is not real here, so nothing comes in meanwhile
        }

        @Override
        public boolean isCurrent() {
            return current == this;
        }

        private boolean isBusy() {
            return !tasks.isEmpty() || !afterNetwork.isEmpty();
        }

        private Runnable next() {
            boolean later = tasks.isEmpty() || !afterNetwork.isEmpty() && random.nextBoolean();
            return later ? afterNetwork.poll() : tasks.poll();
        }
    }
}
