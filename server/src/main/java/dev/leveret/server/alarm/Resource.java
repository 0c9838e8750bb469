package dev.leveret.server.alarm;

/** What can run short. */
public enum Resource {
    MEMORY("memory"),
    DISK("disk");

    private final String word;

    Resource(String word) {
        this.word = word;
    }

    /** As in the reason of connection.blocked, and in events. */
    public String word() {
        return word;
    }
}
