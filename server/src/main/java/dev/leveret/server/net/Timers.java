package dev.leveret.server.net;

/** Runs something on a connection's loop after a time. Tests have timers whose time is moved by hand. */
@FunctionalInterface
public interface Timers {

    /** Something that will run, unless it is cancelled before. */
    @FunctionalInterface
    interface Timer {

        /** On the loop's own thread only. No effect once it has run. */
        void cancel();
    }

    /** Runs the task once, on the loop, in so many milliseconds. */
    Timer after(long millis, Runnable task);
}
