package dev.leveret.queue;

import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.TimeToLive;

/** What a queue does by the clock: its messages expire or are ready again, and the queue itself expires. One timer serves all of it. */
final class Timing {

    private final Levels levels;
    private final Expiry expiry;
    private final WakeUp wakeUp;
    private Idleness idleness;

    /** It depends on the time, as it has a limit of its own or has had messages that expire or were put off. */
    private boolean isTimed;

    Timing(QueueRules rules, Levels levels, Expiry expiry, QueueEffects effects) {
        this.levels = levels;
        this.expiry = expiry;
        this.wakeUp = new WakeUp(effects);
        this.idleness = new Idleness(rules.expiresMillis());
        this.isTimed = idleness.isLimited();
    }

    /** Other rules hold from now on: the time of the queue itself begins anew, the messages' time counts from their arrival. */
    void rules(QueueRules changed, long nowMillis) {
        idleness = new Idleness(changed.expiresMillis());
        idleness.begin(nowMillis);
        isTimed |= idleness.isLimited();
        if (changed.messageTtlMillis() != TimeToLive.NEVER) {
            beginExpiry();
        }
        wakeUp.cancel();
        expire(nowMillis);
    }

    /** From now on messages may expire. */
    void beginExpiry() {
        isTimed = true;
        expiry.begin();
    }

    /** Somebody uses the queue, or the last of those has gone who did all the time. */
    void used(long nowMillis) {
        idleness.used(nowMillis);
    }

    /** Has leave what has to leave by now, and sees to it that the next ones will. */
    void expire(long nowMillis) {
        if (isTimed) {
            levels.putBackDue(nowMillis);
            expiry.drop(nowMillis);
            wakeUpInTime();
        }
    }

    void wakeUpInTime() {
        if (isTimed && !levels.isEnded()) {
            wakeUp.at(Math.min(levels.nextPutBackMillis(), Math.min(expiry.nextMillis(), idleness.endMillis())));
        }
    }

    /** A message that was taken is ready again at this time, in milliseconds since 1970. */
    void putOff(Delivery delivery, long untilMillis) {
        isTimed = true;
        levels.putBackAt(delivery, untilMillis);
    }

    /** A message is the first one now, and has this deadline. */
    void wakeUpAt(long deadlineMillis) {
        wakeUp.at(deadlineMillis);
    }

    /**
     * The tick has come that was asked for, or the first one.
     *
     * @return whether the queue has been unused for too long
     */
    boolean ticked(long nowMillis, boolean hasConsumers) {
        wakeUp.ticked();
        if (levels.isEnded()) {
            return false;
        }
        idleness.begin(nowMillis);
        return idleness.isOver(nowMillis, hasConsumers);
    }

    /** The queue has ended. */
    void end() {
        wakeUp.cancel();
    }
}
