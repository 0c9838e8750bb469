package dev.leveret.queue.delay;

/**
 * How time is cut into slots: seven levels of 36 slots each, those of a level 24 times as long as those of the one below. A message goes to
 * the finest level on which its time is less than 36 slots away. All numbers of slots and what they mean are in the store, so they
 * can't be changed without moving what is there.
 *
 * <p>24 of the 36 cover one slot of the level above; the others leave room for opening it before its time.
 */
final class DelayWheel {

    /** The slot of messages that are in memory from the start, as they are due at once. */
    static final int NEAR = 0;

    /** The slot of messages that are due beyond the last level, some years ahead. */
    static final int BEYOND = 1;

    /** How many slots there are; their numbers fit into an octet. */
    static final int COUNT = 2 + 7 * 36;

    private static final int FIRST = 2;
    private static final int LEVELS = 7;
    private static final int SLOTS = 36;
    private static final int RATIO = 24;

    /** How long the slots of the lowest level are, in milliseconds. */
    private static final long FINEST_MILLIS = 16;

    /** How long before its time a slot of the lowest level is read, in milliseconds. */
    private static final long FINEST_LEAD_MILLIS = 100;

    /** A slot above the lowest level is read so many slots of the level below before its time. */
    private static final int LEAD_SLOTS = 10;

    private static final long[] WIDTHS = widths();

    private DelayWheel() {}

    private static long[] widths() {
        long[] widths = new long[LEVELS];
        long width = FINEST_MILLIS;
        for (int level = 0; level < LEVELS; level++) {
            widths[level] = width;
            width *= RATIO;
        }
        return widths;
    }

    /** How many levels there are. */
    static int levels() {
        return LEVELS;
    }

    /** The level of a slot; that of {@link #NEAR} is -1, and that of {@link #BEYOND} the number of levels. */
    static int levelOf(int slot) {
        return switch (slot) {
            case NEAR -> -1;
            case BEYOND -> LEVELS;
            default -> (slot - FIRST) / SLOTS;
        };
    }

    /** Whether a time is less than a round of this level away. */
    static boolean reaches(int level, long due, long cursor) {
        return Math.floorDiv(due, WIDTHS[level]) - Math.floorDiv(cursor, WIDTHS[level]) < SLOTS;
    }

    /** The slot of a level for a time. */
    static int slotAt(int level, long due) {
        return FIRST + level * SLOTS + (int) Math.floorMod(Math.floorDiv(due, WIDTHS[level]), (long) SLOTS);
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
        long lead = switch (level) {
            case 0 -> FINEST_LEAD_MILLIS;
            case LEVELS -> (SLOTS - LEAD_SLOTS) * WIDTHS[LEVELS - 1];
            default -> LEAD_SLOTS * WIDTHS[level - 1];
        };
        return start - lead;
    }
}
