package dev.leveret.queue.index;

/** A fork of a {@link PositionIndex}: 64 branches, or 64 places if it is a leaf. */
final class IndexNode {

    private static final int BITS = 6;
    private static final int SIZE = 1 << BITS;

    /** How many low bits of a position are below this fork; 0 in a leaf. */
    private final int shift;

    /** Of all positions below; the bits that are not distinguished above this fork are 0. */
    private long start;

    /** A bit for each branch in which there is anything. */
    long present;

    /** A bit for each branch in which there is anything marked. */
    long marked;

    final Object[] slots = new Object[SIZE];

    IndexNode(int shift, long position) {
        this.shift = shift;
        this.start = startFor(position);
    }

    private long startFor(long position) {
        return position >>> shift + BITS << shift + BITS;
    }

    /** An empty one covers this position from now on. */
    void startAt(long position) {
        start = startFor(position);
    }

    boolean isLeaf() {
        return shift == 0;
    }

    boolean covers(long position) {
        return startFor(position) == start;
    }

    /** A fork above this one, in which it is the only branch. */
    IndexNode parent() {
        IndexNode parent = new IndexNode(shift + BITS, start);
        parent.slots[parent.index(start)] = this;
        parent.look(start);
        return parent;
    }

    /** The branch for something that comes to this position. */
    IndexNode enter(long position, boolean isMarked) {
        int index = index(position);
        long bit = 1L << index;
        if ((present & bit) == 0) {
            slots[index] = new IndexNode(shift - BITS, position);
            present |= bit;
        }
        if (isMarked) {
            marked |= bit;
        }
        return childAt(index);
    }

    void put(long position, Object added, boolean isMarked) {
        slots[index(position)] = added;
        present |= bit(position);
        if (isMarked) {
            marked |= bit(position);
        }
    }

    void markLeaf(long position) {
        marked |= bit(position);
    }

    void remove(long position) {
        slots[index(position)] = null;
        present &= ~bit(position);
        marked &= ~bit(position);
    }

    /** Something has changed in the branch of this position. */
    void look(long position) {
        int index = index(position);
        long bit = 1L << index;
        IndexNode child = childAt(index);
        if (child.present == 0) {
            slots[index] = null;
            present &= ~bit;
        } else {
            present |= bit;
        }
        marked = child.marked == 0 ? marked & ~bit : marked | bit;
    }

    IndexNode child(long position) {
        return childAt(index(position));
    }

    IndexNode childAt(int index) {
        return (IndexNode) slots[index];
    }

    boolean hasOneChild() {
        return shift > 0 && (present & present - 1) == 0;
    }

    IndexNode onlyChild() {
        return childAt(Long.numberOfTrailingZeros(present));
    }

    /** The branches that may have something from this position on. */
    long presentFrom(long position) {
        if (position <= start) {
            return present;
        }
        return covers(position) ? present & -1L << index(position) : 0;
    }

    long bit(long position) {
        return 1L << index(position);
    }

    private int index(long position) {
        return (int) (position >>> shift) & SIZE - 1;
    }
}
