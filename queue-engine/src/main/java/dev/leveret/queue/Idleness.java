package dev.leveret.queue;

import dev.leveret.queue.state.TimeToLive;

/**
 * How long nobody has used a queue, and when it goes for that: {@code x-expires} (RabbitMQ's page "Time-To-Live and Expiration").
 * A consumer uses it as long as it is there; a declaration, passive or not, and {@code basic.get} when they come. Publishing
 * is no use. After a restart the time begins anew.
 */
final class Idleness {

    private final long restMillis;
    private boolean begun;
    private long endMillis = TimeToLive.NEVER;

    /** @param restMillis how long it may be unused; {@link TimeToLive#NEVER} if for ever */
    Idleness(long restMillis) {
        this.restMillis = restMillis;
    }

    /** Whether there is a limit. */
    boolean isLimited() {
        return restMillis != TimeToLive.NEVER;
    }

    /** The clock is heard of for the first time. */
    void begin(long nowMillis) {
        if (!begun) {
            used(nowMillis);
        }
    }

    /** Somebody uses the queue, or the last of those has gone who did all the time. */
    void used(long nowMillis) {
        begun = true;
        if (restMillis != TimeToLive.NEVER) {
            endMillis = nowMillis + restMillis;
        }
    }

    /** When it will have been unused for too long, in milliseconds since 1970. */
    long endMillis() {
        return endMillis;
    }

    /**
     * Whether it goes now. The answer is yes once.
     *
     * @param hasConsumers then it does not, and it is not asked again before one has gone
     */
    boolean isOver(long nowMillis, boolean hasConsumers) {
        if (nowMillis < endMillis) {
            return false;
        }
        endMillis = TimeToLive.NEVER;
        return !hasConsumers;
    }
}
