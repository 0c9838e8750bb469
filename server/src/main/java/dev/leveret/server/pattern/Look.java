package dev.leveret.server.pattern;

import java.util.Arrays;

/** One look at one name: the bytes, what the groups have found, and how much work is left. */
final class Look {

    /** Too much work: the look is given up. */
    static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private static final TooManySteps NOW = new TooManySteps();

        private TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    /** Where the rest of an expression goes on. */
    @FunctionalInterface
    interface Next {
        boolean at(int position);
    }

    private static final int NOT_SET = -1;

    private final byte[] text;
    private int stepsLeft;

    /** Start and end of each group, from the first one on. */
    private int[] groups;

    Look(byte[] text, int groupCount, int stepsMax) {
        this.text = text;
        this.stepsLeft = stepsMax;
        this.groups = new int[2 * groupCount];
        Arrays.fill(groups, NOT_SET);
    }

    /** So much work is done. All that can be repeated calls this, whether it reads a byte or not. */
    void step(int count) {
        stepsLeft -= count;
        if (stepsLeft < 0) {
            throw TooManySteps.NOW;
        }
    }

    int length() {
        return text.length;
    }

    /** The byte there, from 0 to 255. */
    int byteAt(int position) {
        return text[position] & 0xff;
    }

    int start(int group) {
        return groups[2 * group - 2];
    }

    int end(int group) {
        return groups[2 * group - 1];
    }

    void set(int group, int start, int end) {
        groups[2 * group - 2] = start;
        groups[2 * group - 1] = end;
    }

    boolean isSet(int group) {
        return end(group) != NOT_SET;
    }

    /** What the groups have found until now, for {@link #restore}. */
    int[] save() {
        step(groups.length);
        return groups.clone();
    }

    void restore(int[] saved) {
        groups = saved;
    }
}
