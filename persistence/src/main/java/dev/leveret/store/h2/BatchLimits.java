package dev.leveret.store.h2;

import dev.leveret.store.record.BatchBuilder;
import java.util.Arrays;

/**
 * Where a batch has to end, so that those of a queue never overlap. Messages may come late, when the unit that they belong
 * to is complete at last: then there are greater positions already.
 *
 * @param sizeMax of a batch with more than one message, in bytes
 * @param pending positions, ascending, that are still to come
 * @param newest first position of the newest batch that is there already; -1 if there is none
 */
public record BatchLimits(int sizeMax, long[] pending, long newest) {

    /** Size up to which a batch takes more messages later. The page that it is in is written anyway when another comes beside it. */
    private static final int EXTENDED_SIZE_MAX = Generation.PAGE_BYTES;

    int extendedSizeMax() {
        return Math.min(sizeMax, EXTENDED_SIZE_MAX);
    }

    /** Whether the newest batch, of this last position and size, may get these messages too. */
    boolean mayExtend(long last, int size, BatchBuilder more) {
        return last < more.first() && size + more.size() <= extendedSizeMax() && !isPendingBetween(last, more.first());
    }

    /** Whether a message of this size has to go into a new batch. */
    public boolean endBefore(BatchBuilder batch, long position, int size) {
        if (batch.size() + size > sizeMax) {
            return true;
        }
        long last = batch.last();
        if (position == last + 1) {
            return false;
        }
        // Below the newest batch there may be others in any gap; that is rare, so it needs no look.
        return last < newest || isPendingBetween(last, position);
    }

    private boolean isPendingBetween(long before, long after) {
        int place = Arrays.binarySearch(pending, before);
        int next = place >= 0 ? place + 1 : -place - 1;
        return next < pending.length && pending[next] < after;
    }
}
