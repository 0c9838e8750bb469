package dev.leveret.queue;

import dev.leveret.queue.state.TimeToLive;

/** Asks for the one {@code Tick} that a queue wants next; so many messages with deadlines cost one timer. */
final class WakeUp {

    private final QueueEffects effects;
    private long askedMillis = TimeToLive.NEVER;

    WakeUp(QueueEffects effects) {
        this.effects = effects;
    }

    /** It is wanted at this time. If an earlier one is under way already, that has to ask again. */
    void at(long millis) {
        if (millis < askedMillis) {
            askedMillis = millis;
            effects.wakeAt(millis);
        }
    }

    /** One has come, perhaps too early. */
    void ticked() {
        askedMillis = TimeToLive.NEVER;
    }

    /** None is wanted any more. */
    void cancel() {
        if (askedMillis != TimeToLive.NEVER) {
            askedMillis = TimeToLive.NEVER;
            effects.wakeAt(TimeToLive.NEVER);
        }
    }
}
