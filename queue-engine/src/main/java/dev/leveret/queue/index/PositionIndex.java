package dev.leveret.queue.index;

/**
 * Things in the order of their positions, some of them marked: the first one, the first one that is marked, and any one by its
 * position are found in as many steps as the range of positions has digits to the base of 64. A million positions are four.
 *
 * <p>A tree with 64 branches at each fork, and a bit for each that says whether there is anything in it, and another whether there is
 * anything marked. Only the part of the tree is there that what is in it needs.
 */
public final class PositionIndex<E extends Placed> {

    private IndexNode root = new IndexNode(0, 0);
    private int count;
    private long steps;

    /** The first one that is marked, as far as that is known: it is often asked for and seldom another one. Null: look for it. */
    private E firstMarked;

    /** How many there are. */
    public int count() {
        return count;
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return count == 0;
    }

    /** Whether there is one that is marked. */
    public boolean anyMarked() {
        return root.marked != 0;
    }

    /** How many forks were looked at since it was made. */
    public long steps() {
        return steps;
    }

    /** Adds one; nothing may be at its position. */
    public void add(E added, boolean isMarked) {
        long position = added.position();
        if (count++ == 0) {
            root.startAt(position); // what was the last one's leaf becomes this one's
        }
        while (!root.covers(position)) {
            root = root.parent();
        }
        IndexNode node = root;
        while (!node.isLeaf()) {
            steps++;
            node = node.enter(position, isMarked);
        }
        steps++;
        node.put(position, added, isMarked);
        if (isMarked) {
            marked(position);
        }
    }

    /** Marks the one at this position, which must be there. */
    public void mark(long position) {
        IndexNode node = root;
        while (!node.isLeaf()) {
            steps++;
            node = node.enter(position, true);
        }
        steps++;
        node.markLeaf(position);
        marked(position);
    }

    private void marked(long position) {
        if (firstMarked != null && position < firstMarked.position()) {
            firstMarked = null;
        }
    }

    private void unmarked(long position) {
        if (firstMarked != null && position == firstMarked.position()) {
            firstMarked = null;
        }
    }

    /** Takes the mark from the one at this position, which must be there. */
    public void unmark(long position) {
        unmark(root, position);
        unmarked(position);
    }

    private void unmark(IndexNode node, long position) {
        steps++;
        if (node.isLeaf()) {
            node.marked &= ~node.bit(position);
        } else {
            unmark(node.child(position), position);
            node.look(position);
        }
    }

    /** Removes the one at this position, which must be there. */
    public void remove(long position) {
        remove(root, position);
        unmarked(position);
        count--;
        while (root.hasOneChild()) {
            root = root.onlyChild();
        }
    }

    private void remove(IndexNode node, long position) {
        steps++;
        if (node.isLeaf()) {
            node.remove(position);
        } else {
            remove(node.child(position), position);
            node.look(position);
        }
    }

    /** The one with the lowest position; null if there is none. */
    public E first() {
        IndexNode node = root;
        while (!node.isLeaf()) {
            steps++;
            node = node.childAt(Long.numberOfTrailingZeros(node.present));
        }
        steps++;
        return node.present == 0 ? null : entry(node, Long.numberOfTrailingZeros(node.present));
    }

    /** The marked one with the lowest position; null if there is none. */
    public E firstMarked() {
        if (firstMarked == null && root.marked != 0) {
            firstMarked = findFirstMarked();
        }
        return firstMarked;
    }

    private E findFirstMarked() {
        IndexNode node = root;
        while (!node.isLeaf()) {
            steps++;
            node = node.childAt(Long.numberOfTrailingZeros(node.marked));
        }
        steps++;
        return entry(node, Long.numberOfTrailingZeros(node.marked));
    }

    /** The first one from this position on; null if there is none. */
    public E firstFrom(long position) {
        return count == 0 ? null : firstFrom(root, position);
    }

    private E firstFrom(IndexNode node, long position) {
        steps++;
        long candidates = node.presentFrom(position);
        while (candidates != 0) {
            int index = Long.numberOfTrailingZeros(candidates);
            if (node.isLeaf()) {
                return entry(node, index);
            }
            E found = firstFrom(node.childAt(index), position);
            if (found != null) {
                return found;
            }
            candidates &= candidates - 1; // what is in the branch of the position itself may all be before it
        }
        return null;
    }

    /** Forgets all. */
    public void clear() {
        root = new IndexNode(0, 0);
        count = 0;
        firstMarked = null;
    }

    @SuppressWarnings("unchecked") // only add puts anything into a leaf
    private E entry(IndexNode leaf, int index) {
        return (E) leaf.slots[index];
    }
}
