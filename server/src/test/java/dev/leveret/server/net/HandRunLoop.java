package dev.leveret.server.net;

import dev.leveret.server.loop.LoopThread;
import dev.leveret.server.loop.LoopTimer;
import java.util.ArrayDeque;

/** A loop whose tasks run when the test says so. Tasks may come from other threads. */
final class HandRunLoop implements LoopThread {

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public void executeAfterNetwork(Runnable task) {
        execute(task);
    }

    @Override
    public LoopTimer executeAfter(long millis, Runnable task) {
        return () -> {}; // time is not real here, and never goes on
    }

    @Override
    public void pause(long nanos) {
        // Time is not real here: nothing comes in meanwhile.
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    /** Runs all there is, and what comes of it. */
    void run() {
        for (Runnable task = poll(); task != null; task = poll()) {
            task.run();
        }
    }

    private synchronized Runnable poll() {
        return tasks.poll();
    }
}
