package dev.leveret.store;

import dev.leveret.store.disk.DiskReason;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time from an error of the disk to the first checkpoint after it. First nothing can be written until the store has been
 * reopened, then it has to show that it can be written again. Used by the writer thread, but for {@link #isOn}.
 */
final class Outage {

    private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
    private static final long LOG_NANOS = 60_000_000_000L;

    /** After so many attempts those who wait are told that it is in vain. */
    private static final int ATTEMPTS_WAITED_FOR = 10;

    private final long retryNanos;
    private volatile boolean on;
    private boolean down;
    private boolean attempting;
    private int failedAttempts;
    private long nanosAtNextAttempt;
    private long nanosAtLog;
    private boolean hasEnded;
    private long nanosAtEnd;
    private boolean told;

    Outage(long retryMillis) {
        this.retryNanos = retryMillis * 1_000_000;
    }

    /** Whether there was an error and it is not certain that all is well again. For any thread. */
    boolean isOn() {
        return on;
    }

    /** Whether nothing can be written. */
    boolean isDown() {
        return down;
    }

    /**
     * There was an error. The first attempt to reopen may be made at once, but if it does not help another takes time. On a disk
     * that is full there may be room for a checkpoint each time, and for nothing else: that is one outage, and not one after
     * another as fast as the disk can be tried.
     */
    void begins(Throwable cause, long nanosNow) {
        if (on) {
            failedAgain(cause, nanosNow); // It was reopened, but that was not enough.
        } else if (hasEnded && nanosNow - nanosAtEnd < retryNanos) {
            nanosAtNextAttempt = nanosNow + retryNanos;
            failedAttempts = 0; // It did help for a moment.
            tellAgain(cause, nanosNow);
        } else {
            nanosAtLog = nanosNow;
            nanosAtNextAttempt = nanosNow;
            failedAttempts = 0;
            told = true;
            LOG.error("the store could not be written: {}; it will be reopened, and until then nothing is confirmed",
                    reason(cause));
        }
        on = true;
        down = true;
        attempting = false;
    }

    private void failedAgain(Throwable cause, long nanosNow) {
        failedAttempts++;
        nanosAtNextAttempt = nanosNow + retryNanos;
        tellAgain(cause, nanosNow);
    }

    private void tellAgain(Throwable cause, long nanosNow) {
        if (nanosNow - nanosAtLog >= LOG_NANOS) {
            nanosAtLog = nanosNow;
            told = true;
            LOG.error("the store still can't be written: {}", reason(cause));
        }
    }

    /** In the system's words, if it was the system. H2 has longer ones. */
    private static String reason(Throwable cause) {
        Throwable reason = cause.getCause() instanceof IOException system ? system : cause;
        return reason instanceof IOException system ? DiskReason.of(system) : String.valueOf(reason).lines().findFirst().orElse("");
    }

    /** Whether an attempt to reopen the store is being made. */
    boolean isAttempting() {
        return attempting;
    }

    /** Whether one was made and has failed. */
    boolean hasAttemptFailed() {
        return failedAttempts > 0;
    }

    /** Whether it lasts so long that nobody should wait for its end. */
    boolean isLong() {
        return failedAttempts >= ATTEMPTS_WAITED_FOR;
    }

    /** How long to wait before the next attempt; 0 or less if it is due. */
    long nanosToAttempt(long nanosNow) {
        return nanosAtNextAttempt - nanosNow;
    }

    void attempt() {
        attempting = true;
    }

    void attemptFailed(Throwable cause, long nanosNow) {
        attempting = false;
        failedAgain(cause, nanosNow);
    }

    /** The store has been reopened. */
    void reopened() {
        attempting = false;
        down = false;
    }

    /** A checkpoint is proven. */
    void proven(long nanosNow) {
        if (!on || down) {
            return;
        }
        on = false;
        hasEnded = true;
        nanosAtEnd = nanosNow;
        if (told) {
            told = false;
            LOG.info("the store has been reopened, and can be written again");
        }
    }
}
