package dev.leveret.queue.state;

import dev.leveret.queue.index.PositionIndex;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.PlaceMemory;
import dev.leveret.queue.port.QueuePages;

/**
 * Messages that were passed over, as their groups belong to somebody, and have left memory, but for their places. They come back when they are the
 * next of their group, so that all that could be taken is in memory.
 */
final class PassedOver {

    /** How many messages are looked at in a row for whether they can leave. */
    private static final int LOOKED_AT_MAX = 20_000;

    private static final int LOOKS_A_MESSAGE = 3;
    private static final int LOOKS_MAX = 1 << 30;

    /** What a place takes, with the store's handle. */
    private static final int PLACE_SIZE = 130;

    private final PositionIndex<Waiting> head;
    private final PlaceMemory places;

    /** Those that are the next of their group. */
    private final PositionIndex<Waiting> wanted = new PositionIndex<>();

    private int count;

    /** Those from here on have not been looked at. */
    private long newFrom;

    /** Where to look next at some again. */
    private long againFrom;

    /** How many more may be looked at, since messages have come; and of these in a row. */
    private int looks;

    private int looksLeft;
    private long leftBytes;

    /**
     * None.
     *
     * @param head all that have places, in memory or not
     */
    PassedOver(PositionIndex<Waiting> head, PlaceMemory places) {
        this.head = head;
        this.places = places;
    }

    /** Whether there is memory for more, if the head's messages in memory take so much. */
    boolean hasRoomBeside(long headBytes) {
        return places.hasRoom(headBytes + (long) PLACE_SIZE * (head.count() - count));
    }

    /** How many are out of memory. */
    int count() {
        return count;
    }

    /** The lowest position of one that is wanted back; -1 if none is. */
    long firstWanted() {
        return wanted.isEmpty() ? -1 : wanted.first().position();
    }

    /** Another message has come into memory, which may be passed over. */
    void cameIn() {
        looks = Math.min(looks + LOOKS_A_MESSAGE, LOOKS_MAX);
    }

    /**
     * Has memory forget some that can be read back, and of which others of the group come first. Looks at each when it has been passed over, and
     * later again, so many times as messages have come: however often it is called, it costs a message no more than that.
     *
     * @param upTo the highest position that may be looked at
     * @return what they took, in bytes
     */
    long pageOut(long upTo, QueuePages pages) {
        leftBytes = 0;
        looksLeft = Math.min(looks, LOOKED_AT_MAX);
        looks -= looksLeft;
        newFrom = look(newFrom, upTo, pages);
        againFrom = look(againFrom, newFrom - 1, pages);
        if (againFrom >= newFrom) {
            againFrom = 0;
        }
        looks += looksLeft;
        return leftBytes;
    }

    /** Returns where to go on. */
    private long look(long from, long upTo, QueuePages pages) {
        long position = from;
        Waiting next = head.firstFrom(position);
        while (next != null && next.position() <= upTo) {
            if (looksLeft == 0) {
                return position;
            }
            looksLeft--;
            if (mayLeave(next)) {
                leave(next, pages);
            }
            position = next.position() + 1;
            next = head.firstFrom(position);
        }
        return Math.max(from, upTo + 1);
    }

    private void leave(Waiting waiting, QueuePages pages) {
        if (!pages.holds(waiting.delivery.stored())) {
            looks++; // worth another one, since it will be held soon
            return;
        }
        leftBytes += waiting.delivery.message().size();
        waiting.leaveMemory();
        count++;
        places.take(PLACE_SIZE);
    }

    private static boolean mayLeave(Waiting waiting) {
        MessageGroup group = waiting.group;
        return group != null
                && group.owner != null
                && group.first() != waiting
                && waiting.isInMemory()
                && waiting.delivery.stored() != null;
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
        places.giveBack(PLACE_SIZE);
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
        cameIn();
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
        places.giveBack((long) PLACE_SIZE * count);
        count = 0;
        looks = 0;
    }
}
