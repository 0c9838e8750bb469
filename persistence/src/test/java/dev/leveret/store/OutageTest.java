package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** How often a disk is tried that does not work, and how much is said about it. */
class OutageTest {

    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final IOException FULL = new IOException("No space left on device");
    private static final String BEGINS = "the store could not be written: the disk is full; it will be reopened, and until then"
            + " nothing is confirmed";
    private static final String ENDS = "the store has been reopened, and can be written again";

    private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Outage outage = new Outage(1_000);

    @BeforeEach
    void listen() {
        lines.start();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(lines);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(lines);
        logger.setAdditive(true);
        logger.setLevel(null);
    }

    @Test
    void diskThatWorksAgainForAMomentOnlyIsNotTriedAllTheTime() {
        // given an outage that ended
        outage.begins(FULL, 0);
        assertEquals(0, outage.nanosToAttempt(0), "at once");
        reopen(5 * MILLI);

        // when the disk fails again, and again
        long now = 0;
        for (int times = 0; times < 50; times++) {
            now = now + 10 * MILLI;
            outage.begins(FULL, now);
            assertTrue(outage.isDown());
            assertEquals(SECOND, outage.nanosToAttempt(now));
            now += SECOND;
            reopen(now);
        }

        // then it was told of once
        assertEquals(List.of(BEGINS, ENDS), told());
    }

    @Test
    void lineAMinuteSaysThatItGoesOn() {
        outage.begins(FULL, 0);
        reopen(MILLI);
        for (long second = 1; second <= 125; second++) {
            outage.begins(FULL, second * SECOND);
            reopen(second * SECOND + 500 * MILLI);
        }
        String still = "the store still can't be written: the disk is full";
        assertEquals(List.of(BEGINS, ENDS, still, ENDS, still, ENDS), told());
    }

    @Test
    void outageLongAfterAnotherIsANewOne() {
        outage.begins(FULL, 0);
        reopen(0);
        outage.begins(FULL, SECOND);
        assertEquals(0, outage.nanosToAttempt(SECOND));
        assertEquals(List.of(BEGINS, ENDS, BEGINS), told());
    }

    private void reopen(long nanosNow) {
        outage.attempt();
        outage.reopened();
        outage.proven(nanosNow);
        assertFalse(outage.isOn());
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
