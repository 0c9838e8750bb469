package dev.leveret.queue;

/** What a full queue does: {@code x-overflow} (RabbitMQ's page "Queue Length Limit"). */
public enum Overflow {
    /** It takes what comes, and what is at its head leaves. */
    DROP_HEAD("drop-head"),
    /** It takes nothing more, and says so. */
    REJECT_PUBLISH("reject-publish"),
    /** The same, and what it does not take becomes a dead letter. */
    REJECT_PUBLISH_DLX("reject-publish-dlx");

    private final String wireName;

    Overflow(String wireName) {
        this.wireName = wireName;
    }

    /** As it stands in an argument or a policy. */
    public String wireName() {
        return wireName;
    }

    /** The one of that name, or null if there is none. */
    static Overflow named(String wireName) {
        for (Overflow overflow : values()) {
            if (overflow.wireName.equals(wireName)) {
                return overflow;
            }
        }
        return null;
    }
}
