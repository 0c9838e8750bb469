package dev.leveret.server.alarm;

import dev.leveret.server.config.ResourceSettings;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what a probe measures with the limits, and raises or clears the alarms.
 *
 * <p>Used memory includes garbage, so it alone raises no alarm. Above the watermark the garbage is collected first, and
 * as that stops everything for a moment it is done seldom: at most a twentieth of the time goes into it. Not
 * thread-safe; belongs to the thread that watches.
 */
public final class ResourceWatch {

    private static final Logger LOG = LoggerFactory.getLogger(ResourceWatch.class);
    private static final long COLLECTION_INTERVAL_MILLIS = 2_000;
    private static final int COLLECTION_SHARE = 20;

    private final ResourceProbe probe;
    private final Alarms alarms;
    private final LongSupplier clock;
    private final long memoryLimit;
    private final long diskLimit;
    private long collectAfterMillis = Long.MIN_VALUE;

    /** @param clock milliseconds that only go forward */
    public ResourceWatch(ResourceSettings settings, ResourceProbe probe, Alarms alarms, LongSupplier clock) {
        this.clock = clock;
        this.probe = probe;
        this.alarms = alarms;
        this.memoryLimit = settings.memory().of(probe.memoryTotal());
        this.diskLimit = settings.diskFree().bytes() >= 0
                ? settings.diskFree().bytes()
                : settings.diskFree().of(probe.machineMemory());
    }

    /** Looks once. */
    public void check() {
        checkMemory();
        checkDisk();
    }

    private void checkMemory() {
        long nowMillis = clock.getAsLong();
        if (probe.memoryUsed() <= memoryLimit) {
            setMemory(false, probe.memoryUsed());
            return;
        }
        if (nowMillis < collectAfterMillis) {
            return;
        }
        long live = probe.memoryLive();
        long tookMillis = clock.getAsLong() - nowMillis;
        collectAfterMillis = nowMillis + Math.max(COLLECTION_INTERVAL_MILLIS, tookMillis * COLLECTION_SHARE);
        setMemory(live > memoryLimit, live);
    }

    private void setMemory(boolean isShort, long used) {
        if (alarms.set(Resource.MEMORY, isShort)) {
            LOG.warn("memory alarm {}: {} bytes in use, the limit is {}", word(isShort), used, memoryLimit);
        }
    }

    private void checkDisk() {
        long free = probe.diskFree();
        boolean isShort = free < diskLimit;
        if (alarms.set(Resource.DISK, isShort)) {
            LOG.warn("disk alarm {}: {} bytes free, the limit is {}", word(isShort), free, diskLimit);
        }
    }

    private static String word(boolean isShort) {
        return isShort ? "raised" : "cleared";
    }
}
