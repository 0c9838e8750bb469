package dev.leveret.queue.state;

import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.RecoveredRange;
import java.util.List;
import java.util.function.LongToIntFunction;

/**
 * The messages of one priority that wait to be delivered, in the order of their positions.
 *
 * <p>Of a deep queue only the head is in memory, and what has just come; between them is a range that is not.
 */
public sealed interface ReadyMessages permits OrderedMessages, GroupedMessages {

    /** How many wait. */
    int count();

    /** Whether none waits. */
    default boolean isEmpty() {
        return !hasNext() && pagedOut().isEmpty();
    }

    /** Whether the first one is in memory. If not, and if one waits, it has to be loaded. */
    boolean hasNext();

    /** The first one, which must be in memory. */
    Delivery next();

    /** Takes the first one, which must be in memory. */
    Delivery takeFirst();

    /** Whether one that anybody may take is in memory. */
    boolean hasFree();

    /** The first one that anybody may take, which must be in memory. */
    Delivery nextFree();

    /**
     * Takes the first one that anybody may take, which must be in memory.
     *
     * @param held somebody has it from now on who is no consumer, until it is settled
     */
    Delivery takeFree(boolean held);

    /** Whether there is one that anybody may take, or nobody knows yet since it is out of memory. */
    boolean mayHaveFree();

    /** Whether one that anybody may take has its place among the first, in memory or not. */
    boolean hasPlaceForAnybody();

    /** Whether there is memory for what was passed over if more is read. */
    default boolean hasRoomForMore() {
        return true;
    }

    /** One that was taken is settled, and does not come back. */
    void settled(Delivery delivery);

    /** One that was taken comes back later. */
    void putOff(Delivery delivery);

    /** Puts a message that was taken back into its original place (AMQP 0-9-1 §1.8.3.5). */
    void putBack(Delivery delivery);

    /** Adds a message whose position is higher than all before it. */
    void addLast(Delivery delivery);

    /** What is out of memory. */
    PagedOut pagedOut();

    /** Whether the message at this position is out of memory. */
    boolean isOutOfMemory(long position);

    /** Has memory forget messages that others were taken before, which can be read back as well. */
    default void pageOutPassedOver(QueuePages pages) {}

    /** The lowest position of one of these that is to come back; -1 if none is. */
    default long firstRecalled() {
        return -1;
    }

    /** The highest position that such a message may have. */
    default long lastRecalled() {
        return -1;
    }

    /** What those in memory take, in bytes as of {@link dev.leveret.amqp.message.Message#size()}. */
    long bytes();

    /** What those in memory take that are next, in bytes. */
    long headBytes();

    /** When the first one expires, in milliseconds since 1970; not later if it is out of memory, since then nobody knows exactly. */
    long deadline();

    /** The time to live has changed: when messages expire that are out of memory is not known any more. */
    void timeToLiveChanged();

    /** Adds what a start has found and not read, behind all that are here; none of it expires before the deadline. */
    void addPagedOut(RecoveredRange range, long deadline);

    /**
     * Has memory forget messages that can be read back, but for those that are next.
     *
     * @param keepBytes of the head that stay, about
     */
    void pageOut(long keepBytes, QueuePages pages);

    /**
     * Takes back what was read.
     *
     * @param messages all that are out of memory up to a position, in order
     * @param upTo that position
     * @param priority of the messages
     * @param returnsOf how often the message at a position has come back
     */
    void loaded(List<PagedMessage> messages, long upTo, int priority, LongToIntFunction returnsOf);

    /**
     * Takes back what was read because some of it was to come back. Since it was asked for nothing was passed over and left memory.
     *
     * @param from a position
     * @param messages all that are stored from there up to another position, in order; also such as are in memory, or gone
     * @param upTo that position
     */
    default void recalled(long from, List<PagedMessage> messages, long upTo) {
        throw new IllegalStateException("nothing was recalled");
    }

    /** Forgets what is out of memory. */
    void forgetPagedOut();

    /** Forgets them all, and the memory that they took. */
    void clear();
}
