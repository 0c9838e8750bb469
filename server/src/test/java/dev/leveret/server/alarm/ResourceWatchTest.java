package dev.leveret.server.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.ResourceSettings;
import dev.leveret.server.config.ResourceSettings.Watermark;
import org.junit.jupiter.api.Test;

/** When alarms are raised and cleared. */
class ResourceWatchTest {

    private final class Measured implements ResourceProbe {
        long used;
        long live;
        long diskFree = 100;
        int collections;
        long collectionMillis;

        @Override
        public long memoryUsed() {
            return used;
        }

        @Override
        public long memoryLive() {
            collections++;
            nowMillis += collectionMillis;
            used = live;
            return live;
        }

        @Override
        public long memoryRoom() {
            return 800;
        }

        @Override
        public long memoryTotal() {
            return 1000;
        }

        @Override
        public long diskFree() {
            return diskFree;
        }

        @Override
        public long machineMemory() {
            return 2000;
        }

        @Override
        public int filesMax() {
            return Integer.MAX_VALUE;
        }
    }

    private final Measured probe = new Measured();
    private final Alarms alarms = new Alarms((resource, isShort) -> {});
    private final Intake intake = new Intake();
    private long nowMillis;
    private boolean storeImpaired;

    private ResourceWatch watch(Watermark memory, Watermark disk) {
        return new ResourceWatch(new ResourceSettings(memory, disk, 500, 0, 0, 0, 0), probe, alarms, intake, () -> nowMillis, () -> storeImpaired, "test");
    }

    @Test
    void garbageAloneRaisesNoAlarm() {
        // given much in use, most of it garbage
        ResourceWatch watch = watch(new Watermark(0.6, -1), new Watermark(0, 0));
        probe.used = 900;
        probe.live = 300;

        // when it is looked at
        watch.check();

        // then the garbage was collected first
        assertEquals(1, probe.collections);
        assertFalse(alarms.standing());
    }

    @Test
    void liveMemoryAboveTheShareRaisesTheAlarmUntilItIsBelow() {
        ResourceWatch watch = watch(new Watermark(0.6, -1), new Watermark(0, 0));
        probe.used = probe.live = 601;
        watch.check();
        assertEquals("low on memory", alarms.reason());

        nowMillis += 500;
        probe.used = probe.live = 600;
        watch.check();
        assertFalse(alarms.standing());
    }

    @Test
    void collectionsAreFarBetween() {
        // given memory that stays above the mark
        ResourceWatch watch = watch(new Watermark(0, 500), new Watermark(0, 0));
        probe.used = probe.live = 501;
        probe.collectionMillis = 100;

        // when it is looked at for ten seconds
        while (nowMillis < 10_000) {
            watch.check();
            nowMillis += 100;
        }

        // then a twentieth of them went into collections
        assertEquals(5, probe.collections);
        assertTrue(alarms.standing());
    }

    @Test
    void whatComesInBetweenCollectionsIsTakenToStay() {
        // given a collection that has just shown that most was garbage
        ResourceWatch watch = watch(new Watermark(0, 500), new Watermark(0, 0));
        probe.used = 501;
        probe.live = 100;
        watch.check();
        assertFalse(alarms.standing());

        // when memory is above the mark again, and little has come in
        probe.used = 501;
        intake.taken(200);
        watch.check();
        assertFalse(alarms.standing());

        // then the alarm waits for as much as could have filled it
        intake.taken(1);
        watch.check();
        assertTrue(alarms.standing());
        assertEquals(1, probe.collections);
    }

    @Test
    void lookIsDueAfterASixteenthOfTheWatermark() {
        int[] looks = new int[1];
        ResourceWatch watch = watch(new Watermark(0, 1_600), new Watermark(0, 0));
        intake.onLookDue(() -> looks[0]++);
        watch.check();

        intake.taken(99);
        assertEquals(0, looks[0]);
        intake.taken(1);
        assertEquals(1, looks[0]);
        intake.taken(1_000); // the look that is due has not been done yet
        assertEquals(1, looks[0]);
    }

    @Test
    void memoryIsFullWithThreeQuartersOfItInUseUntilAnEighthIsGivenBack() {
        ResourceWatch watch = watch(new Watermark(0.6, -1), new Watermark(0, 0));
        probe.used = probe.live = 600;
        watch.check();
        assertFalse(alarms.isMemoryFull());

        // when it fills, then nobody waits for the next collection to be due
        probe.used = probe.live = 601;
        watch.check();
        assertTrue(alarms.isMemoryFull());

        // when a little is given back
        probe.used = probe.live = 501;
        nowMillis += 500;
        watch.check();
        assertTrue(alarms.isMemoryFull());

        probe.used = probe.live = 500;
        watch.check();
        assertFalse(alarms.isMemoryFull());
    }

    @Test
    void garbageDoesNotMakeMemoryFull() {
        ResourceWatch watch = watch(new Watermark(0, 900), new Watermark(0, 0));
        probe.used = 750;
        probe.live = 100;
        watch.check();
        assertEquals(1, probe.collections);
        assertFalse(alarms.isMemoryFull());
    }

    @Test
    void diskBelowItsLimitRaisesTheAlarm() {
        ResourceWatch watch = watch(new Watermark(1, -1), new Watermark(0, 101));
        watch.check();
        assertEquals("low on disk", alarms.reason());

        probe.diskFree = 101;
        watch.check();
        assertFalse(alarms.standing());
    }

    @Test
    void storeThatCannotBeWrittenRaisesTheDisksAlarmUntilItCan() {
        ResourceWatch watch = watch(new Watermark(1, -1), new Watermark(0, 0));
        storeImpaired = true;
        watch.check();
        assertEquals("low on disk", alarms.reason());

        storeImpaired = false;
        watch.check();
        assertFalse(alarms.standing());
    }

    @Test
    void diskLimitMayBeAShareOfTheMachinesMemory() {
        probe.diskFree = 999;
        watch(new Watermark(1, -1), new Watermark(0.5, -1)).check();
        assertTrue(alarms.standing());
    }

    @Test
    void waitingForAnAlarmThatDoesNotStandIsOverAtOnce() {
        int[] runs = new int[1];
        alarms.whenCleared(() -> runs[0]++);
        assertEquals(1, runs[0]);

        // and otherwise when the last one is over
        alarms.set(Resource.DISK, true);
        alarms.set(Resource.MEMORY, true);
        alarms.whenCleared(() -> runs[0]++);
        alarms.set(Resource.DISK, false);
        assertEquals(1, runs[0]);
        alarms.set(Resource.MEMORY, false);
        assertEquals(2, runs[0]);
    }
}
