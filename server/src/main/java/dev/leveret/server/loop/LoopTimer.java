package dev.leveret.server.loop;

/** A task of a loop that is to run later. */
public interface LoopTimer {

    /** It is not to run. On the loop itself; without effect if it has run. */
    void cancel();
}
