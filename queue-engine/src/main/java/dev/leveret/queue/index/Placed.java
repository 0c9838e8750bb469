package dev.leveret.queue.index;

/** Something that has a place in a queue. */
public interface Placed {

    /** Its place, 0 to 2^60; it does not change. */
    long position();
}
