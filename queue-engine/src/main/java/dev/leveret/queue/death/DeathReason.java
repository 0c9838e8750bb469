package dev.leveret.queue.death;

/** Why a message becomes a dead letter. */
public enum DeathReason {
    /** {@code basic.reject} or {@code basic.nack} without requeue. */
    REJECTED("rejected"),
    /** Its time was over. */
    EXPIRED("expired"),
    /** The queue was full. */
    MAXLEN("maxlen"),
    /** It was returned more often than the queue lets it. */
    DELIVERY_LIMIT("delivery_limit");

    private final String wireName;

    DeathReason(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in the headers. */
    public String wireName() {
        return wireName;
    }
}
