package dev.leveret.store;

/**
 * Messages of a queue that are out of memory.
 *
 * @param first no message has a lower position
 * @param last no message has a higher one
 * @param count how many they are; 0 if there are none, and then the positions say nothing
 */
public record PagedRange(long first, long last, int count) {

    /** No messages. */
    public static final PagedRange NONE = new PagedRange(0, -1, 0);
}
