package dev.leveret.server.definitions;

import dev.leveret.server.loop.LoopThread;
import dev.leveret.server.loop.LoopTimer;

/** Does at once what it is given. */
final class PromptLoop implements LoopThread {

    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public boolean isCurrent() {
        return true;
    }

    @Override
    public void executeAfterNetwork(Runnable task) {
        task.run();
    }

    @Override
    public LoopTimer executeAfter(long millis, Runnable task) {
        return () -> {};
    }

    @Override
    public void pause(long nanos) {
        // Nothing comes in meanwhile.
    }
}
