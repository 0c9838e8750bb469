package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.ReadyTotals;
import dev.leveret.queue.state.TimeToLive;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * The ready messages of a queue by priority (RabbitMQ's page "Priority Queue Support"). A level comes into being with its first
 * message, so that those that nobody uses take no memory.
 */
final class Levels {

    private final boolean durable;
    private final TimeToLive timeToLive;
    private final QueueKeeping keeping;
    private final QueueEffects effects;
    private final ReadyTotals totals = new ReadyTotals();

    /** By priority; null if it was never used. */
    private final Level[] levels;

    /** Those that have messages; null if there is one level only. */
    private final BitSet filled;

    /** The highest level that has messages; any if none has. */
    private Level first;

    private boolean ended;

    Levels(QueueSettings settings, TimeToLive timeToLive, QueueKeeping keeping, QueueEffects effects) {
        this.durable = settings.durable();
        this.timeToLive = timeToLive;
        this.keeping = keeping;
        this.effects = effects;
        this.levels = new Level[settings.priorityMax() + 1];
        this.filled = levels.length > 1 ? new BitSet(levels.length) : null;
        this.first = at(0);
    }

    /** The level of a priority, which must not be above the highest. */
    Level at(int priority) {
        Level level = levels[priority];
        if (level == null) {
            level = new Level(
                    priority, durable, timeToLive, totals, keeping.store(priority), keeping.pages(priority), effects);
            levels[priority] = level;
        }
        return level;
    }

    /** The level that a message belongs to: a priority above the highest counts as the highest. */
    Level of(Message message) {
        return filled == null ? first : at(Math.min(message.header().priority(), levels.length - 1));
    }

    /** The level that a delivery came from. */
    Level of(Delivery delivery) {
        return filled == null ? first : levels[delivery.priority()];
    }

    /** The highest level that has messages; any if none has. */
    Level first() {
        return first;
    }

    /** A level has got messages. */
    void filled(Level level) {
        if (filled != null) {
            note(level);
        }
    }

    private void note(Level level) {
        filled.set(level.priority);
        if (level.priority > first.priority || first.ready.isEmpty()) {
            first = level;
        }
    }

    /** A level has lost messages, perhaps all. */
    void taken(Level level) {
        if (filled != null && level.ready.isEmpty()) {
            noteEmpty(level);
        }
    }

    private void noteEmpty(Level level) {
        filled.clear(level.priority);
        first = levels[Math.max(0, filled.length() - 1)];
    }

    /** Whether no message waits. */
    boolean isEmpty() {
        return first.ready.isEmpty();
    }

    /** How many messages wait, and how big they are. */
    ReadyTotals totals() {
        return totals;
    }

    /** How many messages wait. */
    int count() {
        return totals.count();
    }

    /** What those in memory take, in bytes. */
    long bytes() {
        if (filled == null) {
            return first.ready.bytes();
        }
        long bytes = 0;
        for (int priority = filled.length() - 1; priority >= 0; priority = filled.previousSetBit(priority - 1)) {
            bytes += levels[priority].ready.bytes();
        }
        return bytes;
    }

    /** Takes the first message of a level, which must be in memory. */
    Delivery takeFirst(Level level) {
        Delivery taken = level.ready.takeFirst();
        taken(level);
        return taken;
    }

    /** Drops what is ready, in the store too. */
    void purge() {
        forEach(Level::purge);
        cleared();
    }

    /** The queue is deleted: it has nothing, and what is still on its way to it is forgotten. */
    void end() {
        ended = true;
        forEach(Level::end);
        cleared();
    }

    /** Whether the queue is deleted. */
    boolean isEnded() {
        return ended;
    }

    private void cleared() {
        if (filled != null) {
            filled.clear();
        }
    }

    /** Has memory forget messages that can be read back, but for so many bytes, about, of those that are next. */
    void pageOut(long keepBytes) {
        long left = keepBytes;
        for (int priority = levels.length - 1; priority >= 0; priority--) {
            Level level = levels[priority];
            if (level != null) {
                level.paging.pageOut(left);
                left = Math.max(0, left - level.ready.headBytes());
            }
        }
    }

    /** Every level that was ever used, the highest first. */
    void forEach(Consumer<Level> visitor) {
        for (int priority = levels.length - 1; priority >= 0; priority--) {
            if (levels[priority] != null) {
                visitor.accept(levels[priority]);
            }
        }
    }
}
