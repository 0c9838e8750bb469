package dev.leveret.queue.state;

/** How much waits in a queue, of all priorities together. Kept up to date by {@link ReadyMessages}, so that a limit can be looked at for each message. */
public final class ReadyTotals {

    private int count;
    private long bodyBytes;

    /** How many messages wait. */
    public int count() {
        return count;
    }

    /** What their bodies take, in bytes, but for those that a start has found and nobody has read. */
    public long bodyBytes() {
        return bodyBytes;
    }

    void add(int messages, long bytes) {
        count += messages;
        bodyBytes += bytes;
    }
}
