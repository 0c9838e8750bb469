package dev.leveret.server.loop;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Loops without threads: a seed decides whose turn it is, so that a test can lead them through any interleaving and see
 * the same one again. A loop may be held up at any place where it gives something to another one, as a thread may.
 */
public final class SimulatedLoops {

    /** How often a loop that gives something to another is held up just then, and for how many steps of others at most. */
    private static final int HELD_UP_ONCE_IN = 4;

    private static final int HELD_UP_STEPS = 6;

    private int pauses;
    private boolean mayHoldUp = true;
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

    /** Lets time go on; what is due by then becomes a task of its loop. */
    public void advanceMillis(long millis) {
        nowMillis += millis;
        threads.forEach(SimulatedThread::ring);
    }

    /** Runs a task on a loop at once, as what comes from the network does. */
    public void on(int index, Runnable task) {
        run(threads.get(index), task);
    }

    /** Runs the first task of a loop. */
    public void stepOn(int index) {
        run(threads.get(index), threads.get(index).next());
    }

    /** The next time that a loop is given something by another one, the giver is held up while this is done. */
    public void whenGivenTo(int index, Runnable meanwhile) {
        threads.get(index).whenGiven = meanwhile;
    }

    /** Lets one loop run until it has nothing to do, and no other one. */
    public void runAlone(int index) {
        SimulatedThread thread = threads.get(index);
        mayHoldUp = false;
        while (thread.isBusy()) {
            run(thread, thread.next());
        }
        mayHoldUp = true;
    }

    /** Runs one waiting task of some loop; false if there is none. */
    public boolean step() {
        List<SimulatedThread> busy = threads.stream()
                .filter(thread -> thread.isBusy() && !thread.running)
                .toList();
        if (busy.isEmpty()) {
            return false;
        }
        SimulatedThread chosen = busy.get(random.nextInt(busy.size()));
        run(chosen, chosen.next());
        return true;
    }

    private void run(SimulatedThread thread, Runnable task) {
        SimulatedThread heldUp = current;
        current = thread;
        thread.running = true;
        task.run();
        thread.running = false;
        current = heldUp;
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

    private record Timer(long dueMillis, Runnable task) {}

    private final class SimulatedThread implements LoopThread {

        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final ArrayDeque<Runnable> afterNetwork = new ArrayDeque<>();
        private final PriorityQueue<Timer> timers = new PriorityQueue<>(Comparator.comparingLong(Timer::dueMillis));
        private boolean running;
        private Runnable whenGiven = () -> {};

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
            if (current == null || current == this) {
                return;
            }
            Runnable meanwhile = whenGiven;
            whenGiven = () -> {};
            meanwhile.run();
            if (mayHoldUp && random.nextInt(HELD_UP_ONCE_IN) == 0) {
                someSteps(HELD_UP_STEPS);
            }
        }

        @Override
        public void executeAfterNetwork(Runnable task) {
            afterNetwork.add(task);
        }

        @Override
        public LoopTimer executeAfter(long millis, Runnable task) {
            Timer timer = new Timer(nowMillis + millis, task);
            timers.add(timer);
            if (millis == 0) {
                ring();
            }
            return () -> timers.remove(timer);
        }

        private void ring() {
            while (!timers.isEmpty() && timers.peek().dueMillis <= nowMillis) {
                afterNetwork.add(timers.poll().task);
            }
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
