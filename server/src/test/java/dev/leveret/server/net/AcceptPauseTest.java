package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A listener that cannot accept. */
class AcceptPauseTest {

    private final HandTimers timers = new HandTimers();
    private final EmbeddedChannel listener = new EmbeddedChannel(new AcceptPause(timers));
    private final Logger logger = (Logger) LoggerFactory.getLogger(AcceptPause.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        logger.addAppender(log);
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
    }

    @AfterEach
    void stop() {
        logger.detachAppender(log);
        logger.setAdditive(true);
        logger.setLevel(null);
        listener.finishAndReleaseAll();
    }

    @Test
    void listenerThatFailsRestsAndTriesAgain() {
        // when accepting fails
        fail();

        // then nobody is accepted for a moment, and nothing spins
        assertFalse(listener.config().isAutoRead());
        timers.advance(AcceptPause.FIRST_MILLIS - 1);
        assertFalse(listener.config().isAutoRead());
        timers.advance(1);
        assertTrue(listener.config().isAutoRead());
    }

    @Test
    void restsGetLongerUpToALimit() {
        List<Long> rests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            fail();
            long from = timers.nowMillis;
            while (!listener.config().isAutoRead()) {
                timers.advance(1);
            }
            rests.add(timers.nowMillis - from);
        }
        assertEquals(List.of(100L, 200L, 400L, 800L, 1_600L, 3_200L, 3_200L, 3_200L), rests);
    }

    @Test
    void logHasOneLineForAllFailuresAndOneForTheirEnd() {
        // given failures again and again, with somebody accepted between them
        for (int i = 0; i < 50; i++) {
            fail();
            timers.advance(AcceptPause.LONGEST_MILLIS);
            listener.writeInbound("a socket");
        }
        assertEquals(
                List.of("no connection can be accepted on a closed listener: Too many open files; it is tried again and again"),
                lines());

        // when there was none for a while
        timers.advance(AcceptPause.CALM_MILLIS);

        // then it is over, and begins anew with the next
        assertEquals("connections are accepted again on a closed listener", lines().getLast());
        fail();
        assertEquals(3, lines().size());
        timers.advance(AcceptPause.FIRST_MILLIS);
        assertTrue(listener.config().isAutoRead());
    }

    @Test
    void whoIsAcceptedIsPassedOn() {
        listener.writeInbound("a socket");
        assertEquals("a socket", listener.readInbound());
    }

    private void fail() {
        listener.pipeline().fireExceptionCaught(new IOException("Too many open files"));
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** Timers whose time goes on by hand, on the test's own thread. */
    private static final class HandTimers implements Timers {

        private record Due(long atMillis, Runnable task) {}

        private final List<Due> pending = new ArrayList<>();
        private long nowMillis;

        @Override
        public Timer after(long millis, Runnable task) {
            Due due = new Due(nowMillis + millis, task);
            pending.add(due);
            return () -> pending.remove(due);
        }

        void advance(long millis) {
            nowMillis += millis;
            while (true) {
                Due next = pending.stream().min(Comparator.comparingLong(Due::atMillis)).orElse(null);
                if (next == null || next.atMillis() > nowMillis) {
                    return;
                }
                pending.remove(next);
                next.task().run();
            }
        }
    }
}
