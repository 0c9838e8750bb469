package dev.leveret.server.channel;

/** What the backlogs of all channels of a connection hold together. Owned by the connection's loop. */
public final class SharedBacklog {

    /** With so many bytes the connection is not read, until half of them are gone. */
    private static final long BYTES_MAX = 4 << 20;

    private final Runnable pause;
    private final Runnable resume;
    private long bytes;
    private boolean full;

    public SharedBacklog(Runnable pause, Runnable resume) {
        this.pause = pause;
        this.resume = resume;
    }

    void added(long more) {
        bytes += more;
        if (!full && bytes >= BYTES_MAX) {
            full = true;
            pause.run();
        }
    }

    void taken(long less) {
        bytes -= less;
        if (full && bytes <= BYTES_MAX / 2) {
            full = false;
            resume.run();
        }
    }
}
