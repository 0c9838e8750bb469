package dev.leveret.queue.index;

/** Something that can be in one {@link RankedHeap} at a time. */
public interface Ranked<E> {

    /** Whether it comes before another one. That may change only while it is in no heap, or {@link RankedHeap#update} is told. */
    boolean isBefore(E other);

    /** Where it is in the heap; {@link RankedHeap#NOWHERE} at first. Only for the heap. */
    int heapIndex();

    /** The heap has moved it. */
    void heapIndex(int index);
}
