package dev.leveret.queue.state;

import dev.leveret.queue.index.PositionIndex;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.QueuePages;

/**
 * Messages that were passed over, as their groups belong to somebody, and have left memory, but for their places. They come back when they are the
 * next of their group, so that all that could be taken is in memory.
 */
final class PassedOver {

    /** How many messages are looked at in a row for whether they can leave. */
    private static final int LOOKED_AT_MAX = 20_000;

    /** What memory keeps of one, about. */
    static final int PLACE_BYTES = 128;

    private final PositionIndex<Waiting> head;

    /** Those that are the next of their group. */
    private final PositionIndex<Waiting> wanted = new PositionIndex<>();

    private int count;

    /** Where to look next for some that can leave. */
    private long lookFrom;

    /** @param head all that have places, in memory or not */
    PassedOver(PositionIndex<Waiting> head) {
        this.head = head;
    }

    /** How many are out of memory. */
    int count() {
        return count;
    }

    /** What their places take, in bytes. */
    long bytes() {
        return (long) PLACE_BYTES * count;
    }

    /** The lowest position of one that is wanted back; -1 if none is. */
    long firstWanted() {
        return wanted.isEmpty() ? -1 : wanted.first().position();
    }

    /**
     * Has memory forget some that can be read back, and of which others of the group come first. Looks at some more each time that it is called, and begins again.
     *
     * @param upTo the highest position that may be looked at
     * @return what they took, in bytes
     */
    long pageOut(long upTo, QueuePages pages) {
        long bytes = 0;
        Waiting next = head.firstFrom(lookFrom);
        for (int i = 0; i < LOOKED_AT_MAX && next != null && next.position() <= upTo; i++) {
            if (canLeave(next, pages)) {
                bytes += next.delivery.message().size();
                next.leaveMemory();
                count++;
            }
            lookFrom = next.position() + 1;
            next = head.firstFrom(lookFrom);
        }
        if (next == null || next.position() > upTo) {
            lookFrom = 0;
        }
        return bytes;
    }

    private static boolean canLeave(Waiting waiting, QueuePages pages) {
        MessageGroup group = waiting.group;
        return group != null
                && group.owner != null
                && group.first() != waiting
                && waiting.isInMemory()
                && waiting.delivery.stored() != null
                && pages.holds(waiting.delivery.stored());
    }

    /** This one is next in its group. */
    void want(Waiting waiting) {
        if (!waiting.isWanted) {
            waiting.isWanted = true;
            wanted.add(waiting, false);
        }
    }

    /** One that is out of memory leaves the queue. */
    void left(Waiting waiting) {
        count--;
        unwant(waiting);
    }

    /** This one is not next in its group, if it was. */
    void unwant(Waiting waiting) {
        if (waiting.isWanted) {
            waiting.isWanted = false;
            wanted.remove(waiting.position());
        }
    }

    /**
     * Takes back what was read, if it is one of these.
     *
     * @return the one that is in memory now; null if it is none of these
     */
    Waiting takeBack(PagedMessage read) {
        Waiting waiting = at(read.position());
        if (waiting == null || waiting.isInMemory()) {
            return null;
        }
        waiting.comeBack(read.message());
        left(waiting);
        return waiting;
    }

    /** The lowest that is wanted of a range of positions that have all been read: it can't be had. Null if there is none. */
    Waiting missing(long from, long upTo) {
        Waiting first = wanted.firstFrom(from);
        return first == null || first.position() > upTo ? null : first;
    }

    /** Whether the message at a position is one of these. */
    boolean has(long position) {
        Waiting waiting = at(position);
        return waiting != null && !waiting.isInMemory();
    }

    private Waiting at(long position) {
        Waiting waiting = head.firstFrom(position);
        return waiting == null || waiting.position() != position ? null : waiting;
    }

    /** Forgets all. */
    void clear() {
        wanted.clear();
        count = 0;
        lookFrom = 0;
    }
}
