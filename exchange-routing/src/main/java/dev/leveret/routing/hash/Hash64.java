package dev.leveret.routing.hash;

/**
 * Hashes of 64 bits that are the same in every run and on every machine, so that a key goes where it went before a
 * restart. Not for secrets: anybody can make keys that collide.
 */
public final class Hash64 {

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L; // the golden ratio, odd

    private Hash64() {}

    /** Of a text, from any seed. */
    public static long of(CharSequence text, long seed) {
        long hash = seed ^ text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * MULTIPLIER;
            hash ^= hash >>> 29;
        }
        return mixed(hash);
    }

    /** The hash of this index in the row of hashes that begins with a seed. */
    public static long at(long seed, int index) {
        return mixed(seed + index * MULTIPLIER);
    }

    /** The finalizer of SplitMix64: each bit of the result depends on each of the argument. */
    public static long mixed(long value) {
        long bits = value;
        bits = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
        bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
        return bits ^ (bits >>> 31);
    }
}
