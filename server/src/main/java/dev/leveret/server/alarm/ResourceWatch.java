package dev.leveret.server.alarm;

import dev.leveret.server.config.ResourceSettings;
import dev.leveret.server.config.ResourceSettings.Watermark;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a probe measures with the limits, and raises or clears the alarms.
 *
 * <p>Used memory includes garbage, so it alone raises no alarm: above the watermark the garbage is collected first. As
 * that stops everything for a moment, at most a twentieth of the time goes into it; between two collections the alarm is
 * raised if what came in since the last one could fill memory up to the watermark. Not thread-safe; belongs to the
 * thread that watches.
 */
public final class ResourceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final long COLLECTION_INTERVAL_MILLIS = 200;
    private static final int COLLECTION_SHARE = 20;

    /** Memory is full with more than this in it that is no garbage: it takes a moment to notice, and garbage needs room too. */
    private static final int FULL_EIGHTHS = 6;

    /** Until it is down to this. */
    private static final int ROOM_AGAIN_EIGHTHS = 5;

    /** Looks while publishers bring in as much as the watermark allows. */
    private static final int LOOKS_UP_TO_LIMIT = 16;

    /** What a byte from a publisher takes in memory, for small messages. */
    private static final int BYTES_IN_MEMORY = 2;

    private final ResourceProbe probe;
    private final Alarms alarms;
    private final Intake intake;
    private final LongSupplier clock;
    private final BooleanSupplier storeImpaired;
    private final String node;
    private Watermark memory;
    private Watermark disk;
    private long memoryLimit;
    private long diskLimit;
    private long collectAfterMillis = Long.MIN_VALUE;
    private long liveAtCollection;
    private long intakeAtCollection;

    /**
     * @param clock milliseconds that only go forward
     * @param storeImpaired whether the disk has met an error and nothing may be brought to it, however much space there is
     * @param node its name, for the log
     */
    public ResourceWatch(
            ResourceSettings settings,
            ResourceProbe probe,
            Alarms alarms,
            Intake intake,
            LongSupplier clock,
            BooleanSupplier storeImpaired,
            String node) {
        this.probe = probe;
        this.alarms = alarms;
        this.intake = intake;
        this.clock = clock;
        this.storeImpaired = storeImpaired;
        this.node = node;
        limitMemory(settings.memory());
        limitDisk(settings.diskFree());
    }

    /** Another limit for memory, from the next look on. */
    public void limitMemory(Watermark watermark) {
        memory = watermark;
        memoryLimit = watermark.of(probe.memoryTotal());
    }

    /** The same for free space on the disk. */
    public void limitDisk(Watermark watermark) {
        disk = watermark;
        diskLimit = watermark.bytes() >= 0 ? watermark.bytes() : watermark.of(probe.machineMemory());
    }

    /** What it measures now, and the limits. */
    public ResourceReport report() {
        return new ResourceReport(
                probe.memoryUsed(), probe.memoryTotal(), memory, memoryLimit, probe.diskFree(), disk, diskLimit);
    }

    /** Looks once. */
    public void check() {
        checkMemory();
        checkDisk();
        intake.lookAfter(memoryLimit / LOOKS_UP_TO_LIMIT);
    }

    private void checkMemory() {
        long used = probe.memoryUsed();
        if (used <= Math.min(memoryLimit, share(FULL_EIGHTHS))) {
            setMemory(false, used);
            setFull(used);
        } else if (isFilling(used) || clock.getAsLong() >= collectAfterMillis) {
            collect();
        } else if (liveAtMost() > memoryLimit) {
            setMemory(true, used);
        }
    }

    private void collect() {
        long startMillis = clock.getAsLong();
        liveAtCollection = probe.memoryLive();
        intakeAtCollection = intake.total();
        long tookMillis = clock.getAsLong() - startMillis;
        collectAfterMillis = startMillis + Math.max(COLLECTION_INTERVAL_MILLIS, tookMillis * COLLECTION_SHARE);
        setMemory(liveAtCollection > memoryLimit, liveAtCollection);
        setFull(liveAtCollection);
    }

    /** There may be no time to wait for the next collection. */
    private boolean isFilling(long used) {
        return used > share(FULL_EIGHTHS) && !alarms.isMemoryFull();
    }

    private long share(int eighths) {
        return probe.memoryRoom() / 8 * eighths;
    }

    private void setFull(long live) {
        boolean isFull = live > share(alarms.isMemoryFull() ? ROOM_AGAIN_EIGHTHS : FULL_EIGHTHS);
        if (alarms.setMemoryFull(isFull)) {
            LOG.warn("memory on node {} is {}: {} of {} bytes in use{}",
                    node, isFull ? "full" : "no longer full", live, probe.memoryRoom(),
                    isFull ? "; nothing more can be opened or declared until some are given back" : "");
        }
    }

    private long liveAtMost() {
        return liveAtCollection + BYTES_IN_MEMORY * (intake.total() - intakeAtCollection);
    }

    private void setMemory(boolean isShort, long used) {
        if (alarms.set(Resource.MEMORY, isShort)) {
            LOG.warn("memory resource limit alarm {} on node {}: {} bytes in use, the limit is {}{}",
                    word(isShort), node, used, memoryLimit, consequence(isShort));
        }
    }

    private void checkDisk() {
        long free = probe.diskFree();
        boolean isImpaired = storeImpaired.getAsBoolean();
        boolean isShort = isImpaired || free < diskLimit;
        if (alarms.set(Resource.DISK, isShort)) {
            String writable = isImpaired ? ", the store can't be written" : "";
            LOG.warn("disk resource limit alarm {} on node {}: {} bytes free, the limit is {}{}{}",
                    word(isShort), node, free, diskLimit, writable, consequence(isShort));
        }
    }

    /** RabbitMQ's words. */
    private static String word(boolean isShort) {
        return isShort ? "set" : "cleared";
    }

    private String consequence(boolean isShort) {
        return isShort ? "; publishers are blocked until it clears" : alarms.standing() ? "; another one stands" : "";
    }
}
