package dev.leveret.queue.delay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.queue.port.DurableUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

class DelayLineTest {

    private static final long START = 1_700_000_000_000L;
    private static final long YEAR = 365L * 24 * 3_600_000;

    private final TestLine line = new TestLine(128 * 1024, START);

    @Test
    void aMessageLeavesWhenItsTimeHasComeAndNotBefore() {
        line.add("a", 1_000);
        line.runUntil(START + 999);
        assertEquals(List.of(), line.names());
        line.runUntil(START + 1_000);
        assertEquals(List.of("a"), line.names());
        assertEquals(0, line.slots.storedCount());
    }

    @Test
    void messagesLeaveInTheOrderOfTheirTimes() {
        line.add("late", 90_000);
        line.add("soon", 20);
        line.add("middle", 5_000);
        line.add("soon too", 20);
        line.runUntil(START + 90_000);
        assertEquals(List.of("soon", "soon too", "middle", "late"), line.names());
    }

    @Test
    void whatIsDueAtTheSameTimeLeavesInTheOrderOfArrival() {
        line.add("first", 20_000);
        line.runUntil(START + 15_000);
        line.add("second", 5_000);
        line.runUntil(START + 19_950);
        line.add("third", 50);
        line.runUntil(START + 30_000);
        assertEquals(List.of("first", "second", "third"), line.names());
    }

    @Test
    void everyDelayEndsAtItsMillisecond() {
        long[] delays = {1, 199, 200, 201, 831, 832, 60_000, 65_535, 65_536, 851_968, 86_400_000L, 30 * 86_400_000L, YEAR, 3 * YEAR, 5 * YEAR, 40 * YEAR};
        for (long delay : delays) {
            line.add("d" + delay, delay);
        }
        line.runUntil(START + 41 * YEAR);
        for (int i = 0; i < delays.length; i++) {
            assertEquals(new TestLine.Left("d" + delays[i], START + delays[i]), line.left.get(i));
        }
    }

    @Test
    void aDelayWithoutEndIsKept() {
        line.add("never", Long.MAX_VALUE);
        line.runUntil(START + 100 * YEAR);
        assertEquals(List.of(), line.names());
        assertEquals(1, line.line.count());
    }

    @Test
    void theUnitOfAPublishGetsOnePart() {
        var unit = new DurableUnit(1, 0, DurableUnit.NOBODY);
        line.line.add(TestLine.message("a", 50, true, START), unit, START);
        assertEquals(1, line.slots.partsOf(unit));
        var transientUnit = new DurableUnit(1, 0, DurableUnit.NOBODY);
        line.line.add(TestLine.message("b", 50_000, false, START), transientUnit, START);
        assertEquals(1, line.slots.partsOf(transientUnit));
    }

    @Test
    void transientMessagesLeaveMemoryAndComeBack() {
        for (int i = 0; i < 100; i++) {
            line.addTransient("m" + i, 60_000 + i % 3);
        }
        line.line.pageOut(0);
        assertEquals(0, line.line.bytesInMemory());
        line.runUntil(START + 61_000);
        assertEquals(100, line.left.size());
        assertEquals("m0", line.names().getFirst());
        assertEquals("m98", line.names().getLast());
    }

    @Test
    void whatWaitsIsCountedAndTheNextTimeIsKnown() {
        line.add("a", 70_000);
        line.add("b", 100);
        assertEquals(2, line.line.count());
        assertEquals(START + 100, line.line.nextDueMillis());
        line.runUntil(START + 100);
        assertEquals(1, line.line.count());
        assertEquals(START + 70_000, line.line.nextDueMillis());
    }

    @Test
    void anEndedLineHasNothingAndTakesPartInUnits() {
        line.add("a", 70_000);
        line.add("b", 100);
        line.line.end();
        assertEquals(0, line.line.count());
        assertEquals(0, line.slots.storedCount());
        var unit = new DurableUnit(1, 0, DurableUnit.NOBODY);
        line.line.add(TestLine.message("c", 50, true, START), unit, START);
        assertEquals(1, line.slots.partsOf(unit));
        line.runUntil(START + 100_000);
        assertEquals(List.of(), line.names());
    }

    @Test
    void afterAStartWhatIsOverdueLeavesAtOnceInTheOrderOfItsTimes() {
        line.add("c", 3_000);
        line.add("d", 7_200_000);
        line.add("a", 10);
        line.add("b", 150);
        TestLine again = line.restartedAt(START + 3_600_000);
        assertEquals(List.of("a", "b", "c"), again.names());
        again.runUntil(START + 7_200_000);
        assertEquals(List.of("a", "b", "c", "d"), again.names());
    }

    @Test
    void afterAStartASlotThatHasMessagesOfTwoTimesKeepsThemApart() {
        // given a message that has left its slot and is due, but has not departed
        TestLine small = new TestLine(20, START);
        small.add("a", 250);
        small.now = START + 200;
        small.line.advance(small.now);
        small.now = START + 260;
        // and more than memory has room for in the same slot, a round of the wheel later
        for (int i = 0; i < 20; i++) {
            small.line.add(TestLine.message("b" + i, 576, true, START + 250), null, small.now);
        }
        // when the broker is killed and started again
        TestLine again = small.restartedAt(START + 270);
        // then the others still have to wait
        assertEquals(List.of("a"), again.names());
        again.runUntil(START + 825);
        assertEquals(List.of("a"), again.names());
        again.runUntil(START + 850);
        assertEquals(21, again.names().size());
    }

    @Test
    void aStartReadsAPageOfEachSlotAndNotAllThatWaits() {
        TestLine small = new TestLine(1_000, START);
        for (int i = 0; i < 5_000; i++) {
            small.add("m" + i, 3_600_000 + i);
        }
        TestLine again = small.restartedAt(START + 1_000);
        assertEquals(5_000, again.line.count());
        assertTrue(again.line.bytesInMemory() < 2_000, "in memory: " + again.line.bytesInMemory());
    }

    @Test
    void moreThanMemoryHasRoomForLeavesInTime() {
        // given far more in each slot of time than there is room for
        TestLine small = new TestLine(20, START);
        for (int i = 0; i < 3_000; i++) {
            small.add("m" + i, 2_000 + i / 10);
        }
        // when time goes on, and nothing else happens
        small.runUntil(START + 2_400);
        // then all have left, as soon as they were due
        assertEquals(3_000, small.left.size());
        small.left.forEach(one -> {
            long due = START + 2_000 + Integer.parseInt(one.name().substring(1)) / 10;
            assertTrue(one.millis() >= due && one.millis() < due + 100, one + " was due at " + due);
        });
    }

    @Test
    void moreThanMemoryHasRoomForLeavesInOrder() {
        TestLine small = new TestLine(1_000, START);
        for (int i = 0; i < 20_000; i++) {
            small.add("m" + i, 3_600_000 + 7_919L * i % 20_000);
            if (i % 100 == 0) {
                small.line.pageOut(0);
            }
        }
        small.line.pageOut(0);
        long most = 0;
        for (long millis = START; millis < START + 3_630_000; millis += 997) {
            small.runUntil(millis);
            small.line.pageOut(0);
            most = Math.max(most, small.line.bytesInMemory());
        }
        assertEquals(20_000, small.left.size());
        for (TestLine.Left each : small.left) {
            long late = each.millis() - START - 3_600_000 - 7_919L * Integer.parseInt(each.name().substring(1)) % 20_000;
            assertTrue(0 <= late && late <= DelayWheel.width(0), each + " is late by " + late);
        }
        assertTrue(most < 100_000, "in memory: " + most);
        assertEquals(0, small.slots.incompleteUnits());
        assertEquals(0, small.slots.storedCount());
    }

    @Test
    void manyThatAreDueAtTheSameMillisecondLeaveInTheOrderOfArrivalWithoutFillingTheMemory() {
        TestLine small = new TestLine(1_000, START);
        for (int i = 0; i < 20_000; i++) {
            small.add("m" + i, 10_000);
        }
        small.line.pageOut(0);
        small.runUntil(START + 9_999);
        small.line.pageOut(0);
        assertTrue(small.line.bytesInMemory() < 100_000, "in memory: " + small.line.bytesInMemory());
        small.runUntil(START + 10_100);
        assertEquals(20_000, small.left.size());
        for (int i = 0; i < 20_000; i++) {
            assertEquals("m" + i, small.left.get(i).name());
        }
    }

    @Test
    void nothingLeavesBeforeSomethingEarlierThatIsStillBeingRead() {
        line.add("first", 20_000);
        line.line.pageOut(0);
        line.storeAnswers = false;
        line.runUntil(START + 19_900);
        line.add("second", 150);
        line.runUntil(START + 20_060);
        assertEquals(List.of(), line.names());
        line.storeAnswers = true;
        line.run();
        assertEquals(List.of("first", "second"), line.names());
    }

    @Test
    void aSlotThatCannotBeReadDoesNotHoldUpTheOthers() {
        line.add("lost", 20_000);
        line.line.pageOut(0);
        line.storeAnswers = false;
        line.add("good", 30_000);
        line.runUntil(START + 19_999);
        line.line.loadFailed(line.slots.questions.remove().slot());
        line.storeAnswers = true;
        line.runUntil(START + 30_000);
        assertEquals(List.of("good"), line.names());
    }

    @Test
    void aClockThatIsPutBackLosesNothing() {
        line.add("a", 1_000);
        line.runUntil(START + 900);
        line.now = START - YEAR;
        line.add("b", 1_000);
        line.runUntil(START - YEAR + 1_000);
        assertEquals(List.of("b"), line.names());
        line.runUntil(START + 1_000);
        assertEquals(List.of("b", "a"), line.names());
    }
}
