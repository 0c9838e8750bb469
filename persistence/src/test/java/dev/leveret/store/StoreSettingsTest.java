package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** A small heap gets a small journal. */
class StoreSettingsTest {

    private static final long MIB = 1 << 20;

    @Test
    void checkpointIsMadeAfterASixteenthOfTheHeapWithinLimits() {
        assertEquals(4 * MIB, StoreSettings.forHeap(32 * MIB).checkpointBytes());
        assertEquals(16 * MIB, StoreSettings.forHeap(256 * MIB).checkpointBytes());
        assertEquals(64 * MIB, StoreSettings.forHeap(8192 * MIB).checkpointBytes());
    }

    @Test
    void segmentsAndRoundsAreNoBiggerThanACheckpoint() {
        for (long heap = MIB; heap < 4096 * MIB; heap += 7 * MIB + 1001) {
            StoreSettings settings = StoreSettings.forHeap(heap);
            assertTrue(settings.segmentBytes() <= settings.checkpointBytes());
            assertTrue(settings.roundBytesMax() <= settings.checkpointBytes() / 2);
        }
    }
}
