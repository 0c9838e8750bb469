package dev.leveret.server.loop;

/** The thread behind a loop: Netty's event loop in the broker, a list of tasks in a test. */
public interface LoopThread {

    /** Runs the task on the loop soon, in the order of the calls of one caller. From any thread. */
    void execute(Runnable task);

    /** Runs the task on the loop, after the network has been looked at once more. From the loop itself only. */
    void executeAfterNetwork(Runnable task);

    /** Runs the task on the loop after so many milliseconds. From the loop itself only. */
    LoopTimer executeAfter(long millis, Runnable task);

    /** Does nothing for about so many nanoseconds. From the loop itself only. */
    void pause(long nanos);

    /** Whether the caller is on this loop. */
    boolean isCurrent();
}
