package dev.leveret.server.vhost;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** All queues with groups share the memory for messages that are passed over. */
class PlaceShareTest {

    private static final long BYTES_MAX = 1_600;

    private final PlaceShare share = new PlaceShare(BYTES_MAX);

    @Test
    void whenItIsFullOnlyWhoHasLittleGoesOn() {
        // given
        share.queues(1);
        assertTrue(share.hasRoom(0, 100));
        share.take(BYTES_MAX);

        // then
        assertFalse(share.hasRoom(BYTES_MAX, 0));
        assertFalse(share.hasRoom(0, 100));
        assertTrue(share.hasRoom(0, 99));
    }

    @Test
    void smallHeapsLeaveRoomForWhatIsYoung() {
        assertEquals(16L << 20, PageShare.placesMax(96L << 20));
        assertEquals(96L << 20, PageShare.placesMax(256L << 20));
        assertEquals(384L << 20, PageShare.placesMax(1L << 30));
        assertEquals(4L << 20, PageShare.placesMax(32L << 20));
    }

    @Test
    void whatIsInMemoryCountsForWhoReads() {
        assertTrue(share.hasRoom(0, BYTES_MAX - 1));
        assertFalse(share.hasRoom(0, BYTES_MAX));
    }

    @Test
    void whoWaitsIsToldOnceWhenThereIsRoomAgain() {
        // given
        List<String> woken = new ArrayList<>();
        share.take(BYTES_MAX + 10);
        share.await(() -> woken.add("q"));

        // when a little is given back, and then more
        share.giveBack(10);
        assertEquals(List.of(), woken);
        share.giveBack(1);
        share.giveBack(1);

        // then
        assertEquals(List.of("q"), woken);
    }
}
