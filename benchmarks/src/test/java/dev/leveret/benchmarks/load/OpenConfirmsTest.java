package dev.leveret.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** A window of messages that wait for their confirms. */
class OpenConfirmsTest {

    private final OpenConfirms open = new OpenConfirms(3);

    @Test
    void fullWindowHasRoomAgainWhenItsLowestNumberIsSettled() throws InterruptedException {
        // given a full window
        take(3);
        assertEquals(-1, open.take(1));

        // when a later one is confirmed, there is no room yet; when the lowest is, there is
        open.settle(2, false, true);
        assertEquals(-1, open.take(1));
        open.settle(1, false, true);
        assertEquals(4, open.take(1));
    }

    @Test
    void severalAtOnceSettleAllBelow() throws InterruptedException {
        // given a full window
        take(3);

        // when all are confirmed at once
        open.settle(3, true, true);

        // then nothing is open
        assertTrue(open.awaitAll(1));
        assertTrue(open.unconfirmed().isEmpty());
    }

    @Test
    void refusedAndOpenOnesAreUnconfirmed() throws InterruptedException {
        // given a confirmed message, a refused one, and one that waits
        take(3);
        open.settle(1, false, true);
        open.settle(2, false, false);

        // then the last two are not confirmed
        BitSet expected = new BitSet();
        expected.set(2, 4);
        assertEquals(expected, open.unconfirmed());
        assertEquals(1, open.nacked());
    }

    @Test
    void nobodyWaitsForAConnectionThatIsLost() throws InterruptedException {
        // given a full window
        take(3);

        // when the connection is lost
        open.abandon();

        // then there is no room, and no confirm comes, at once
        assertEquals(-1, open.take(Long.MAX_VALUE / 2_000_000));
        assertFalse(open.awaitAll(Long.MAX_VALUE / 2_000_000));
    }

    private void take(int messages) throws InterruptedException {
        for (int i = 0; i < messages; i++) {
            open.take(1);
        }
    }
}
