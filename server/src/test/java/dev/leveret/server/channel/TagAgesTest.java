package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From looks at how far tags have got, it is told which are older than a limit. */
class TagAgesTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 24, 25, 26, 199, 1_000, 60_000, 240_001, 1_800_000, 86_400_000, 315_360_000_000L})
    void nothingIsOverdueTooEarlyOrMuchTooLate(long limitMillis) {
        // given one delivery between each two looks
        TagAges ages = new TagAges(limitMillis);
        long period = ages.periodMillis();
        for (long look = 0; look < 2_000; look++) {
            // when it looks; the delivery with tag n has been made after look n - 1
            long overdueBelow = ages.look(look + 1);
            // then
            long youngest = overdueBelow - 1;
            long oldestLeft = Math.max(1, overdueBelow);
            assertTrue(youngest < 1 || (look - youngest) * period >= limitMillis, "look " + look);
            assertTrue((look - oldestLeft) * period <= limitMillis, "look " + look);
        }
    }

    @Test
    void itLooksOftenEnoughAndNotTooOften() {
        assertEquals(25, new TagAges(1).periodMillis());
        assertEquals(125, new TagAges(1_000).periodMillis());
        assertEquals(30_000, new TagAges(1_800_000).periodMillis());
        assertEquals(337_500, new TagAges(86_400_000).periodMillis());
    }

    @Test
    void whatWasThereBeforeTheFirstLookCountsFromThen() {
        // given
        TagAges ages = new TagAges(100);
        // when
        long first = ages.look(50);
        for (int i = 0; i < 3; i++) {
            ages.look(50);
        }
        // then
        assertEquals(0, first);
        assertEquals(50, ages.look(60));
    }
}
