package dev.leveret.queue.state;

import dev.leveret.amqp.message.Message;

/**
 * Until when messages of a queue may be delivered: {@code x-message-ttl} and the property {@code expiration}, whichever ends
 * first (RabbitMQ's page "Time-To-Live and Expiration"). One for each queue.
 *
 * <p>Nothing of it is kept with a message: it counts from the message's arrival, which the store keeps as it keeps the property.
 */
public final class TimeToLive {

    /** The deadline of what does not expire; in milliseconds, as all here. */
    public static final long NEVER = Long.MAX_VALUE;

    private long millis;

    /** @param millis of every message in the queue; {@link #NEVER} if only some have one of their own */
    public TimeToLive(long millis) {
        this.millis = millis;
    }

    /** Messages have another time from now on, those that are there already too. */
    public void set(long millis) {
        this.millis = millis;
    }

    /** Whether a message expires at all. */
    public boolean limits(Message message) {
        return millis != NEVER || message.header().hasExpiration();
    }

    /** From when on a message is not delivered any more, in milliseconds since 1970. */
    public long deadline(Message message) {
        return limits(message) ? message.arrivalMillis() + shorter(message) : NEVER;
    }

    private long shorter(Message message) {
        return Math.min(millis, message.header().expirationMillis());
    }

    /**
     * The earliest deadline that messages can have of which only this is known.
     *
     * @param arrivalMillis none of them arrived earlier
     * @param expiryMillis no {@code expiration} of theirs ends earlier
     */
    public long earliest(long arrivalMillis, long expiryMillis) {
        return millis == NEVER ? expiryMillis : Math.min(arrivalMillis + millis, expiryMillis);
    }
}
