package dev.leveret.queue.state;

import dev.leveret.queue.index.Ranked;
import dev.leveret.queue.index.RankedHeap;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Messages that go to one consumer at a time, in order: those of them that are ready, and who has those that are not settled.
 * It is there as long as there are any.
 */
final class MessageGroup implements Ranked<MessageGroup> {

    final String name;

    /** Who has messages of it that are not settled; null: nobody, so anybody may have the next one. */
    GroupShare owner;

    /** How many the owner has. */
    private int held;

    /** One has come back while others are held: none goes before these are settled. */
    private boolean resting;

    /** Those that have never been taken. */
    private Waiting first;

    private Waiting last;

    /** Those that have come back, which all belong before the others; null if there is none. */
    private PriorityQueue<Waiting> returned;

    private int heapIndex = RankedHeap.NOWHERE;

    MessageGroup(String name) {
        this.name = name;
    }

    /** The one that is next; null if none is ready. */
    Waiting first() {
        return returned == null ? first : returned.peek();
    }

    /** Whether the next one may be taken, by the owner if there is one. */
    boolean isOpen() {
        return !resting && first() != null;
    }

    /** Whether it has no message, neither ready nor held. */
    boolean isOver() {
        return held == 0 && first() == null;
    }

    void addLast(Waiting waiting) {
        waiting.before = last;
        if (last == null) {
            first = waiting;
        } else {
            last.after = waiting;
        }
        last = waiting;
    }

    void addReturned(Waiting waiting) {
        if (returned == null) {
            returned = new PriorityQueue<>(Comparator.comparingLong(Waiting::position));
        }
        returned.add(waiting);
    }

    void removeFirst() {
        if (returned == null) {
            remove(first);
            return;
        }
        returned.remove();
        if (returned.isEmpty()) {
            returned = null; // it is the exception: nothing is kept for the next ones
        }
    }

    /** Removes one that was never taken. */
    void remove(Waiting waiting) {
        if (waiting.before == null) {
            first = waiting.after;
        } else {
            waiting.before.after = waiting.after;
        }
        if (waiting.after == null) {
            last = waiting.before;
        } else {
            waiting.after.before = waiting.before;
        }
    }

    /** The next one has been taken by somebody who is or becomes its owner. */
    void hold(GroupShare holder) {
        owner = holder;
        held++;
    }

    /** One comes back later, and counts as held until then. */
    void rest() {
        resting = true;
    }

    /**
     * The owner has one less.
     *
     * @param isBack it is ready again
     */
    void release(boolean isBack) {
        held--;
        resting = held > 0 && (resting || isBack);
        if (held == 0) {
            owner = null;
        }
    }

    @Override
    public boolean isBefore(MessageGroup other) {
        return first().position() < other.first().position();
    }

    @Override
    public int heapIndex() {
        return heapIndex;
    }

    @Override
    public void heapIndex(int index) {
        heapIndex = index;
    }

    @Override
    public String toString() {
        return "group " + name + ", " + held + " held" + (resting ? ", resting" : "");
    }
}
