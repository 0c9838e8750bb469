package dev.leveret.server.channel;

import java.util.Arrays;

/**
 * The numbers of a confirming channel's publishes: which are open, which are settled and not yet told to the client, and
 * in which frames to tell it. Source: RabbitMQ doc page "Publisher Confirms".
 *
 * <p>{@code multiple} never reaches an open number, nor over one that was refused: a client that keeps confirms in
 * order would take the refused one for accepted.
 */
final class ConfirmNumbers {

    private static final int CAPACITY_MIN = 64;

    private static final byte OPEN = 0;
    private static final byte ACCEPTED = 1;
    private static final byte REFUSED = 2;
    private static final byte TOLD_ACCEPTED = 3;
    private static final byte TOLD_REFUSED = 4;

    /** Open for two reasons, none of which has been settled. */
    private static final byte OPEN_TWICE = 5;

    /** Open, but it will be refused whatever comes. */
    private static final byte OPEN_REFUSED = 6;

    /** States of the numbers from {@code low} (inclusive) to {@code next} (exclusive); numbers start at 1. */
    private byte[] states = new byte[CAPACITY_MIN];

    private long low = 1;
    private long next = 1;
    private int openCount;

    /** Settled since the last report, while a lower number may have been open; in the order of settling. */
    private long[] settled = new long[CAPACITY_MIN];

    private int settledCount;

    /** Takes what is to be sent. */
    interface Report {

        void ack(long number, boolean multiple);

        void nack(long number);
    }

    /** Opens the next number; it is to be settled once. */
    long open() {
        openCount++;
        return assign(OPEN);
    }

    /** Opens the next number; it is to be settled twice, and accepted if it is both times. */
    long openTwice() {
        openCount++;
        return assign(OPEN_TWICE);
    }

    /** Gives the next number to a publish that is accepted already. */
    void accepted() {
        long number = assign(ACCEPTED);
        if (openCount > 0) {
            remember(number);
        }
    }

    /** An open number is settled. */
    void settle(long number, boolean isAccepted) {
        int slot = slot(number);
        if (states[slot] == OPEN_TWICE) {
            states[slot] = isAccepted ? OPEN : OPEN_REFUSED;
            return;
        }
        states[slot] = isAccepted && states[slot] == OPEN ? ACCEPTED : REFUSED;
        openCount--;
        remember(number);
    }

    /** How many numbers are open. */
    int openCount() {
        return openCount;
    }

    /** How many numbers there are from the lowest that is open, or settled and not reported. */
    long untold() {
        return next - low;
    }

    /** Reports what is settled and was not reported before. */
    void report(Report out) {
        reportRefused(out);
        reportUpToLowestOpen(out);
        reportAboveLowestOpen(out);
        settledCount = 0;
    }

    /** Order: before any multiple, so that a client which looks at the order finds each number once. */
    private void reportRefused(Report out) {
        for (int i = 0; i < settledCount; i++) {
            int slot = slot(settled[i]);
            if (states[slot] == REFUSED) {
                out.nack(settled[i]);
                states[slot] = TOLD_REFUSED;
            }
        }
    }

    private void reportUpToLowestOpen(Report out) {
        int accepted = 0;
        long last = 0;
        for (; low < next; low++) {
            byte state = states[slot(low)];
            if (state == OPEN || state == OPEN_TWICE || state == OPEN_REFUSED) {
                break;
            }
            if (state == TOLD_REFUSED) {
                ack(out, last, accepted);
                accepted = 0;
            } else if (state == ACCEPTED) {
                accepted++;
                last = low;
            }
        }
        ack(out, last, accepted);
    }

    private static void ack(Report out, long last, int count) {
        if (count > 0) {
            out.ack(last, count > 1);
        }
    }

    private void reportAboveLowestOpen(Report out) {
        if (openCount == 0) {
            return;
        }
        for (int i = 0; i < settledCount; i++) {
            long number = settled[i];
            if (number >= low && states[slot(number)] == ACCEPTED) {
                out.ack(number, false);
                states[slot(number)] = TOLD_ACCEPTED;
            }
        }
    }

    private long assign(byte state) {
        if (next - low == states.length) {
            grow();
        }
        states[slot(next)] = state;
        return next++;
    }

    private void remember(long number) {
        if (settledCount == settled.length) {
            settled = Arrays.copyOf(settled, settledCount * 2);
        }
        settled[settledCount++] = number;
    }

    private int slot(long number) {
        return (int) number & states.length - 1;
    }

    private void grow() {
        byte[] old = states;
        states = new byte[old.length * 2];
        for (long number = low; number < next; number++) {
            states[slot(number)] = old[(int) number & old.length - 1];
        }
    }
}
