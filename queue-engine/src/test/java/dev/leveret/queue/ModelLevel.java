package dev.leveret.queue;

import dev.leveret.queue.port.QueueStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What a model knows of the messages of one priority besides themselves: where they are kept and how far they may be delivered. */
final class ModelLevel {

    final int priority;
    final MemoryQueueStore store;
    final MemoryQueuePages pages;

    /**
     * A mark, when it was asked for.
     *
     * @param from the store was given those before this position earlier
     */
    private record Asked(long from, long mark) {}

    /** The marks that were asked for and are not granted. */
    final ArrayDeque<Long> marksAsked = new ArrayDeque<>();

    /** All that were ever asked for. */
    private final List<Asked> asked = new ArrayList<>();

    /** Messages up to this position may have been delivered before the start. */
    private final long mark;

    private long granted;
    private long highestDelivered;
    private long nextPosition;

    /** The highest position of one that was ready and is not any more. */
    private long takenUpTo = -1;

    /** What is out of memory cannot be read. */
    private boolean broken;

    /** The answer to the open question is not wanted any more. */
    private boolean forgotten;

    private ModelLevel(int priority, MemoryQueueStore store, MemoryQueuePages pages, long mark) {
        this.priority = priority;
        this.store = store;
        this.pages = pages;
        this.mark = mark;
        this.granted = mark;
        this.highestDelivered = mark;
    }

    static ModelLevel ofNew(int priority, MemoryKeeping keeping) {
        return ofRecovered(priority, keeping, QueueStore.NOTHING_DELIVERED);
    }

    static ModelLevel ofRecovered(int priority, MemoryKeeping keeping, long mark) {
        return new ModelLevel(priority, keeping.stores().get(priority), keeping.allPages().get(priority), mark);
    }

    boolean isBroken() {
        return broken;
    }

    /** What is out of memory is gone. */
    void forgetPages() {
        forgotten = pages.question() != null;
        broken = false;
    }

    /** What was asked for has come. */
    QueueCommand answer(long upTo) {
        forgotten = false;
        return pages.answer(upTo);
    }

    /** What was asked for cannot be read. */
    QueueCommand fail() {
        broken = !forgotten;
        forgotten = false;
        return pages.fail();
    }

    long mark() {
        return mark;
    }

    void taken(long position) {
        takenUpTo = Math.max(takenUpTo, position);
    }

    /** Whether a message that comes later was taken: only of those may some be out of memory that others come before. */
    boolean hasPassed(long position) {
        return position <= takenUpTo;
    }

    /** The queue asks for a mark. */
    void ask(long position) {
        marksAsked.add(position);
        asked.add(new Asked(store.lastPosition() + 1, position));
    }

    /** Whether the queue has asked for this one before; it does once more when it could not be noted. */
    boolean wasAsked(long position) {
        return asked.stream().anyMatch(each -> each.mark == position);
    }

    /** Whether a crash that leaves this message leaves a mark beyond it. */
    boolean isCovered(long position) {
        return position <= granted || asked.stream().anyMatch(each -> each.from <= position && position <= each.mark);
    }

    /** Of the marks that were asked for, those are durable that were asked for before something that is stored. */
    void grantWhatIsFollowed() {
        asked.stream().filter(each -> each.from <= store.lastPosition()).forEach(each -> grant(each.mark));
    }

    /** How far the queue may have delivered what is stored, as far as is durable. */
    long granted() {
        return granted;
    }

    /** The highest position that may have been delivered. */
    long highestDelivered() {
        return highestDelivered;
    }

    void delivered(long position) {
        highestDelivered = Math.max(highestDelivered, position);
    }

    long nextPosition() {
        return nextPosition;
    }

    long takePosition() {
        return nextPosition++;
    }

    /** The next message will be there, or beyond all that counts as redelivered. */
    void resumeAt(long position) {
        nextPosition = Math.max(position, mark + 1);
    }

    /** Whether a mark at this position or beyond is on its way. */
    boolean isAskedUpTo(long position) {
        return marksAsked.stream().anyMatch(mark -> mark >= position);
    }

    /** The oldest of the marks that were asked for is durable. One that was asked for again, as another was refused, may be so already. */
    long grant() {
        grant(marksAsked.remove());
        return granted;
    }

    private void grant(long mark) {
        if (mark > granted) {
            granted = mark;
            store.reserve(mark, TestQueue.unitOf(1));
        }
    }
}
