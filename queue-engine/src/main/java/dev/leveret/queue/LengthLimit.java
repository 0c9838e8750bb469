package dev.leveret.queue;

import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.ReadyTotals;

/**
 * How long a queue may become: {@code x-max-length}, {@code x-max-length-bytes} and {@code x-overflow} (RabbitMQ's page "Queue
 * Length Limit"). Ready messages count, and of their bytes the bodies.
 */
final class LengthLimit {

    private final Levels levels;
    private final DeadLetters deadLetters;
    private QueueRules rules;

    /** Room that was promised to dead letters on their way here. */
    private int promisedCount;

    private long promisedBytes;

    LengthLimit(QueueRules rules, Levels levels, DeadLetters deadLetters) {
        this.rules = rules;
        this.levels = levels;
        this.deadLetters = deadLetters;
    }

    void rules(QueueRules changed) {
        rules = changed;
    }

    /** What happens when the queue is full. */
    Overflow overflow() {
        return rules.overflow();
    }

    /** Whether a message with such a body is to be refused. */
    boolean refuses(int bodyBytes) {
        if (!rules.mayRefuse()) {
            return false;
        }
        // Dead letters that may stay here for long have to count, or they would fill the queue without an end.
        boolean lettersCount = rules.keepsUnroutableLetters();
        int letters = lettersCount ? deadLetters.count() : 0;
        long letterBytes = lettersCount ? deadLetters.bodyBytes() : 0;
        return isTooMuch(letters + promisedCount + 1, letterBytes + promisedBytes + bodyBytes);
    }

    /** Whether messages at the head have to leave. */
    boolean isExceeded() {
        return rules.overflow() == Overflow.DROP_HEAD && rules.isLimited() && isTooMuch(0, 0);
    }

    private boolean isTooMuch(int more, long moreBytes) {
        ReadyTotals totals = levels.totals();
        return totals.count() + more > rules.maxLength() || totals.bodyBytes() + moreBytes > rules.maxLengthBytes();
    }

    /**
     * Has leave what is too much, from the head, as far as it is in memory; has the next ones come there that have to leave. As long as
     * dead letters find no room where they go they stay, and so does what is too much: the queue is longer than it should be then.
     */
    void enforce(long nowMillis) {
        while (isExceeded() && !levels.isEmpty() && !(rules.deadLetterExchange() != null && deadLetters.areStuck())) {
            Level level = levels.first();
            if (!level.ready.hasNext()) {
                level.paging.wanted();
                return;
            }
            deadLetters.leave(levels.takeFirst(level), DeathReason.MAXLEN, null, nowMillis);
        }
    }

    /** Keeps room for a message with such a body, which will come or be given up. */
    void promise(int bodyBytes) {
        promisedCount++;
        promisedBytes += bodyBytes;
    }

    /** It has come, or will not. */
    void redeem(int bodyBytes) {
        promisedCount--;
        promisedBytes -= bodyBytes;
    }
}
