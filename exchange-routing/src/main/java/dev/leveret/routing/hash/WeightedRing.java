package dev.leveret.routing.hash;

import dev.leveret.routing.hash.PointRing.Point;

/**
 * Chooses one of several values by a hash, each in proportion to its weight. Where a hash leads depends on the values
 * that there are and their weights, not on what was there before; a value that joins takes its share evenly from the
 * others, one that leaves gives it back, and nothing else moves. One writer at a time, any number of readers
 * that take no lock and allocate nothing.
 *
 * <p>This is multi-probe consistent hashing (Appleton and O'Reilly, 2015): a value has a few points on a ring, a hash asks at
 * several positions, and the point nearest behind one of them wins. That spreads as evenly as a ring with
 * fifteen times the points: the share of a value of weight 1 is right within 3 per cent (standard deviation), of more
 * weight within less.
 *
 * <p>A heavy value would need too many points. Beyond {@link #POINTS_MAX} it has half as many, which are twice as
 * strong, and so on: a strong point counts as that many times nearer. Points of one strength are in a ring of their own.
 */
public final class WeightedRing<T> {

    private static final int POINTS_PER_WEIGHT = 64;
    private static final int POINTS_MAX = 512;
    private static final int PROBES = 8;
    private static final int STRENGTHS = Long.SIZE - Long.numberOfLeadingZeros(
            (long) Integer.MAX_VALUE * POINTS_PER_WEIGHT / POINTS_MAX);

    @SuppressWarnings({"unchecked", "rawtypes"}) // arrays have no type arguments
    private final PointRing<T>[] rings = new PointRing[STRENGTHS + 1];

    /** One bit for each strength that has points. Written after its ring is there. */
    private volatile int strengths;

    /**
     * Gives a value another weight.
     *
     * @param seed of its points: its own, and the same in every run
     * @param from the weight that it has, 0 if it is not there
     * @param to the weight that it gets, 0 if it goes
     */
    public void change(T value, long seed, int from, int to) {
        int before = strength(from);
        int after = strength(to);
        if (before == after) {
            resize(value, seed, before, points(from, before), points(to, before));
        } else {
            // Order: first the new ones, so that it is there all the time.
            resize(value, seed, after, 0, points(to, after));
            resize(value, seed, before, points(from, before), 0);
        }
    }

    private void resize(T value, long seed, int strength, int from, int to) {
        if (rings[strength] == null) {
            rings[strength] = new PointRing<>();
        }
        PointRing<T> ring = rings[strength];
        for (int i = from; i < to; i++) {
            ring.add(Hash64.at(seed, i), value);
        }
        for (int i = from; i > to; i--) {
            ring.remove(Hash64.at(seed, i - 1), value);
        }
        int bit = 1 << strength;
        strengths = ring.isEmpty() ? strengths & ~bit : strengths | bit;
    }

    /** The value for this hash; null if there is none. */
    public T choose(long hash) {
        T nearest = null;
        long least = 0;
        for (int left = strengths; left != 0; left &= left - 1) {
            int strength = Integer.numberOfTrailingZeros(left);
            PointRing<T> ring = rings[strength];
            for (int i = 0; i < PROBES; i++) {
                long position = Hash64.at(hash, i);
                Point<T> point = ring.next(position);
                if (point != null) {
                    long distance = point.position() - position >>> strength;
                    if (nearest == null || Long.compareUnsigned(distance, least) < 0) {
                        nearest = point.value();
                        least = distance;
                    }
                }
            }
        }
        return nearest;
    }

    /** How often the points of this weight are halved. */
    private static int strength(int weight) {
        int strength = 0;
        while ((long) weight * POINTS_PER_WEIGHT >>> strength > POINTS_MAX) {
            strength++;
        }
        return strength;
    }

    private static int points(int weight, int strength) {
        return (int) ((long) weight * POINTS_PER_WEIGHT >>> strength);
    }
}
