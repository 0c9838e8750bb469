package dev.leveret.routing.hash;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Points on a ring of 2^64 positions, with one writer at a time and any number of readers that take no lock. To find
 * the point behind a position takes constant time on average, however many there are, and so does a change.
 *
 * <p>The ring is cut into cells of equal size, each an immutable sorted array of a few points; a change replaces
 * one cell. When the cells have become too full or too empty, there is a new ring of other cells.
 */
final class PointRing<T> {

    private static final int POINTS_PER_CELL_MAX = 4;

    /** @param position unsigned */
    record Point<T>(long position, T value) {}

    private volatile AtomicReferenceArray<Point<T>[]> cells = new AtomicReferenceArray<>(1);

    /** The writer's alone. */
    private int size;

    /** Adds a point. Two at one position are both kept, and the later one is hidden. */
    void add(long position, T value) {
        if (++size > cells.length() * POINTS_PER_CELL_MAX) {
            rebuild(cells.length() * 2);
        }
        insert(cells, new Point<>(position, value));
    }

    /** Removes the point of this value at this position, if there is one. */
    void remove(long position, T value) {
        int index = index(position, cells.length());
        Point<T>[] cell = cells.get(index);
        for (int i = 0; cell != null && i < cell.length; i++) {
            if (cell[i].position() == position && cell[i].value() == value) {
                cells.set(index, without(cell, i));
                size--;
                if (cells.length() > 1 && size * 2 < cells.length()) {
                    rebuild(cells.length() / 2);
                }
                return;
            }
        }
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The first point at or behind this position, around the ring; null if there is none at all. */
    Point<T> next(long position) {
        AtomicReferenceArray<Point<T>[]> seen = cells;
        int first = index(position, seen.length());
        Point<T>[] cell = seen.get(first);
        for (int i = 0; cell != null && i < cell.length; i++) {
            if (Long.compareUnsigned(cell[i].position(), position) >= 0) {
                return cell[i];
            }
        }
        for (int i = 1; i <= seen.length(); i++) {
            cell = seen.get(first + i & seen.length() - 1);
            if (cell != null) {
                return cell[0];
            }
        }
        return null;
    }

    private void rebuild(int cellCount) {
        AtomicReferenceArray<Point<T>[]> rebuilt = new AtomicReferenceArray<>(cellCount);
        for (int i = 0; i < cells.length(); i++) {
            Point<T>[] cell = cells.get(i);
            for (int j = 0; cell != null && j < cell.length; j++) {
                insert(rebuilt, cell[j]);
            }
        }
        cells = rebuilt;
    }

    private static <T> void insert(AtomicReferenceArray<Point<T>[]> cells, Point<T> point) {
        int index = index(point.position(), cells.length());
        Point<T>[] cell = cells.get(index);
        int before = 0;
        int length = cell == null ? 0 : cell.length;
        while (before < length && Long.compareUnsigned(cell[before].position(), point.position()) <= 0) {
            before++;
        }
        Point<T>[] longer = array(length + 1);
        if (cell != null) {
            System.arraycopy(cell, 0, longer, 0, before);
            System.arraycopy(cell, before, longer, before + 1, length - before);
        }
        longer[before] = point;
        cells.set(index, longer);
    }

    /** Null instead of an empty cell. */
    private static <T> Point<T>[] without(Point<T>[] cell, int place) {
        if (cell.length == 1) {
            return null;
        }
        Point<T>[] shorter = array(cell.length - 1);
        System.arraycopy(cell, 0, shorter, 0, place);
        System.arraycopy(cell, place + 1, shorter, place, shorter.length - place);
        return shorter;
    }

    /** The cell of a position: its upper bits. The number of cells is a power of two. */
    private static int index(long position, int cellCount) {
        return (int) (position >>> 1 >>> 63 - Integer.numberOfTrailingZeros(cellCount));
    }

    @SuppressWarnings("unchecked") // arrays have no type arguments
    private static <T> Point<T>[] array(int length) {
        return (Point<T>[]) new Point<?>[length];
    }
}
