package dev.leveret.queue.delay;

/**
 * How time is cut into slots: six levels, those of a level 16 or 64 times as long as those of the one below. A message goes to the finest level that it may
 * go to and that reaches as far as its time. All numbers of slots and what they mean are in the store, so they can't be changed without
 * moving what is there.
 *
 * <p>A level has some slots more than cover one of the level above; they leave room for opening that one before its time.
 */
final class DelayWheel {

    /** The slot of messages that are in memory from the start, as they are due at once. */
    static final int NEAR = 0;

    /** The slot of messages that are due beyond the last level, some weeks ahead. */
    static final int BEYOND = 1;

    /** How many slots there are; their numbers fit into an octet. */
    static final int COUNT = 254;

    /** How long the slots of each level are, in milliseconds. */
    private static final long[] WIDTHS = widths(32, 16, 64, 16, 16, 16);

    /** How many slots a level has: most on that for which most delays are, up to a minute, so that these are written once. */
    private static final int[] COUNTS = {26, 128, 26, 26, 26, 20};

    /** The first slot of each level, and the end of the last. */
    private static final int[] FIRST = firstSlots();

    /** How long before its time a slot of the lowest level is read, in milliseconds. */
    private static final long FINEST_LEAD_MILLIS = 100;

    /** A slot above the lowest level is read so many slots of the level below before its time. */
    private static final int LEAD_SLOTS = 8;

    private DelayWheel() {}

    private static long[] widths(long finestMillis, int... ratios) {
        long[] widths = new long[ratios.length + 1];
        widths[0] = finestMillis;
        for (int level = 1; level < widths.length; level++) {
            widths[level] = widths[level - 1] * ratios[level - 1];
        }
        return widths;
    }

    private static int[] firstSlots() {
        int[] first = new int[COUNTS.length + 1];
        first[0] = BEYOND + 1;
        for (int level = 0; level < COUNTS.length; level++) {
            first[level + 1] = first[level] + COUNTS[level];
        }
        return first;
    }

    /** How many levels there are. */
    static int levels() {
        return COUNTS.length;
    }

    /** The level of a slot; that of {@link #NEAR} is -1, and that of {@link #BEYOND} the number of levels. */
    static int levelOf(int slot) {
        return switch (slot) {
            case NEAR -> -1;
            case BEYOND -> levels();
            default -> {
                int level = 0;
                while (slot >= FIRST[level + 1]) {
                    level++;
                }
                yield level;
            }
        };
    }

    /** Whether a time is less than a round of this level away. */
    static boolean reaches(int level, long due, long cursor) {
        return Math.floorDiv(due, WIDTHS[level]) - Math.floorDiv(cursor, WIDTHS[level]) < COUNTS[level];
    }

    /** The slot of a level for a time. */
    static int slotAt(int level, long due) {
        return FIRST[level] + (int) Math.floorMod(Math.floorDiv(due, WIDTHS[level]), (long) COUNTS[level]);
    }

    /** When the slot of a level begins that a time is in. */
    static long startOf(int level, long due) {
        return Math.floorDiv(due, WIDTHS[level]) * WIDTHS[level];
    }

    /** How long a slot of a level is, in milliseconds. */
    static long width(int level) {
        return WIDTHS[level];
    }

    /** When a slot is to be read. */
    static long openAt(int slot, long start) {
        int level = levelOf(slot);
        if (level < 0) {
            return Long.MIN_VALUE;
        }
        if (level == 0) {
            return start - FINEST_LEAD_MILLIS;
        }
        boolean isBeyond = level == levels();
        long lead = isBeyond ? (long) (COUNTS[level - 1] - LEAD_SLOTS) * WIDTHS[level - 1] : LEAD_SLOTS * WIDTHS[level - 1];
        return start - lead;
    }
}
