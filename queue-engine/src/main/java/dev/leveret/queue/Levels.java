package dev.leveret.queue;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueKeeping;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.state.DelayedReturns;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.GroupedMessages;
import dev.leveret.queue.state.OrderedMessages;
import dev.leveret.queue.state.ReadyMessages;
import dev.leveret.queue.state.ReadyTotals;
import dev.leveret.queue.state.TimeToLive;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * The ready messages of a queue by priority (RabbitMQ's page "Priority Queue Support"). A level comes into being with its first
 * message, so that those that nobody uses take no memory.
 */
final class Levels {

    private final QueueSettings settings;
    private final TimeToLive timeToLive;

    /** Null if its messages belong to no groups. */
    private final String groupHeader;

    private final QueueKeeping keeping;
    private final QueueEffects effects;
    private final ReadyTotals totals = new ReadyTotals();

    /** By priority; null if it was never used. */
    private final Level[] levels;

    /** Those that have messages; null if there is one level only. */
    private final BitSet filled;

    /** The highest level that has messages; any if none has. */
    private Level first;

    private final int priorityDefault;

    /** They are in no level before their time. */
    private final DelayedReturns delayed = new DelayedReturns();

    /** Null if the queue does not deduplicate. */
    private final Deduplication deduplication;

    private boolean ended;

    /** @param deduplication null if the queue does not deduplicate */
    Levels(
            QueueSettings settings,
            TimeToLive timeToLive,
            QueueKeeping keeping,
            QueueEffects effects,
            Deduplication deduplication) {
        this.deduplication = deduplication;
        this.settings = settings;
        this.priorityDefault = settings.priorityDefault();
        this.timeToLive = timeToLive;
        this.groupHeader = settings.groupHeader();
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
            QueuePages pages = keeping.pages(priority);
            level = new Level(
                    priority,
                    settings,
                    noMessages(pages),
                    keeping.store(priority),
                    pages,
                    effects,
                    deduplication);
            levels[priority] = level;
        }
        return level;
    }

    private ReadyMessages noMessages(QueuePages pages) {
        return groupHeader == null
                ? new OrderedMessages(timeToLive, totals)
                : new GroupedMessages(groupHeader, timeToLive, totals, pages.places());
    }

    /** The level that a message belongs to: a priority above the highest counts as the highest. */
    Level of(Message message) {
        return filled == null ? first : at(Math.min(priority(message.header()), levels.length - 1));
    }

    private int priority(ContentHeader header) {
        return header.hasPriority() ? header.priority() : priorityDefault;
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
            return first.ready.bytes() + delayed.bytes();
        }
        long bytes = delayed.bytes();
        for (int priority = filled.length() - 1; priority >= 0; priority = filled.previousSetBit(priority - 1)) {
            bytes += levels[priority].ready.bytes();
        }
        return bytes;
    }

    /** How many of those that wait are in memory. */
    int countInMemory() {
        int[] outOfMemory = {0};
        forEach(level -> outOfMemory[0] += level.ready.pagedOut().count());
        return count() - outOfMemory[0];
    }

    /** The message that is next; null if there is none, or it is out of memory. */
    Message head() {
        return first.ready.hasNext() ? first.ready.next().message() : null;
    }

    /** Puts a message that was taken back into its place. */
    void putBack(Delivery delivery) {
        Level level = of(delivery);
        level.ready.putBack(delivery);
        filled(level);
    }

    /** A message that was taken comes back into its place at this time, in milliseconds since 1970. */
    void putBackAt(Delivery delivery, long millis) {
        delayed.add(delivery, millis);
    }

    /** When the next one of these comes back; {@link TimeToLive#NEVER} if none does. */
    long nextPutBackMillis() {
        return delayed.nextMillis();
    }

    /** Those come back whose time has come. */
    void putBackDue(long nowMillis) {
        while (delayed.nextMillis() <= nowMillis) {
            putBack(delayed.removeNext());
        }
    }

    /** Takes the first message of a level, which must be in memory. */
    Delivery takeFirst(Level level) {
        Delivery taken = level.ready.takeFirst();
        taken(level);
        return taken;
    }

    /**
     * Drops what is ready or will be again, in the store too.
     *
     * @return how many messages that was
     */
    int purge() {
        int count = count() + delayed.count();
        forEach(Level::purge);
        for (Delivery delivery : delayed.removeAll()) {
            of(delivery).ready.settled(delivery);
            of(delivery).durability.forget(delivery, null);
        }
        cleared();
        return count;
    }

    /**
     * A message has left the queue, and the store forgets it.
     *
     * @param unit has one part for it; null: nobody waits
     */
    void forget(Delivery delivery, DurableUnit unit) {
        // Order: of a deleted queue too, if there is a unit: that may not be durable before the one that has brought the message, and the deletion
        // may be durable later than both.
        if (unit != null || !ended) {
            of(delivery).durability.forget(delivery, unit);
        }
    }

    /** The queue is deleted: it has nothing, and what is still on its way to it is forgotten. */
    void end() {
        ended = true;
        forEach(Level::end);
        if (deduplication != null) {
            deduplication.end();
        }
        delayed.removeAll();
        cleared();
    }

    /** The mark of a level could not be noted. */
    void reserveRefused(int priority) {
        if (!ended) {
            at(priority).mark.refused();
        }
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
