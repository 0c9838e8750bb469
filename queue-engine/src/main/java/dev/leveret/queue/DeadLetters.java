package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.Death;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.queue.state.Delivery;

/** Has messages leave the queue that nobody has acknowledged: to a dead letter exchange, or to nowhere. */
final class DeadLetters {

    /** So many on their way out, and the queue lets nothing more die: there is no room where they go. */
    private static final int LEAVING_MAX = 10_000;

    private static final long LEAVING_BYTES_MAX = 16 << 20;

    private final QueueSettings settings;
    private final Levels levels;
    private final LetterMemory memory;
    private final QueueEffects effects;
    private QueueRules rules;
    private int leavingCount;
    private long leavingBytes;
    private long leavingBodyBytes;

    DeadLetters(QueueSettings settings, QueueRules rules, Levels levels, LetterMemory memory, QueueEffects effects) {
        this.settings = settings;
        this.rules = rules;
        this.levels = levels;
        this.memory = memory;
        this.effects = effects;
    }

    void rules(QueueRules changed) {
        rules = changed;
    }

    /** Whether so much is on its way out that nothing more should follow it now. Looked at again when something has left. */
    boolean areStuck() {
        // Order: one at least is on its way, or nothing would come of it that has the queue look again.
        return leavingCount > 0
                && (leavingCount >= LEAVING_MAX || leavingBytes >= LEAVING_BYTES_MAX || memory.isFull());
    }

    /** What is on its way out, in bytes as of {@link Message#size()}. */
    long bytes() {
        return leavingBytes;
    }

    /** What the bodies of those on their way out take, in bytes. */
    long bodyBytes() {
        return leavingBodyBytes;
    }

    /** How many are on their way out. */
    int count() {
        return leavingCount;
    }

    /**
     * A message that is neither ready nor unacked any more leaves.
     *
     * @param unit has one part for it; null: nobody waits
     */
    void leave(Delivery delivery, DeathReason reason, DurableUnit unit, long nowMillis) {
        Durability durability = levels.of(delivery).durability;
        if (rules.deadLetterExchange() == null) {
            durability.forget(delivery, unit);
            return;
        }
        // Order: the letter may come back here, and is not to be taken for one that repeats itself.
        durability.left(delivery);
        // The removal is a part of what carries the letter to where it goes.
        durability.skip(unit);
        leavingCount++;
        leavingBytes += delivery.message().size();
        memory.take(delivery.message().size());
        leavingBodyBytes += delivery.message().bodySize();
        send(delivery.message(), reason, delivery, nowMillis);
    }

    /** A message that the queue has not taken. */
    void refused(Message message, long nowMillis) {
        if (rules.deadLetterExchange() != null) {
            send(message, DeathReason.MAXLEN, null, nowMillis);
        }
    }

    private void send(Message message, DeathReason reason, Delivery source, long nowMillis) {
        Death death = new Death(settings.name(), reason, nowMillis);
        Message letter = death.letter(message, rules.deadLetterExchange(), rules.deadLetterRoutingKey());
        effects.deadLetter(new DeadLetter(letter, reason, source));
    }

    /** A letter is on its way to where it goes, in this unit. */
    void departed(Delivery delivery, DurableUnit unit) {
        leavingCount--;
        leavingBytes -= delivery.message().size();
        memory.giveBack(delivery.message().size());
        leavingBodyBytes -= delivery.message().bodySize();
        levels.forget(delivery, unit);
    }
}
