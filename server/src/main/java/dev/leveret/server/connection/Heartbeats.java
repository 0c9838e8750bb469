package dev.leveret.server.connection;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.net.ReadSwitch;
import dev.leveret.server.net.Timers;

/**
 * Tells the client that the broker is alive, and notices when the client is not. Source: AMQP 0-9-1 §4.2.7.
 *
 * <p>Looks twice an interval: a connection over which nothing was sent since the last look gets a heartbeat, one from
 * which nothing was heard for two intervals is lost. Owned by the connection's loop.
 */
final class Heartbeats {

    /** Bytes of a heartbeat frame. */
    private static final int FRAME_SIZE = 8;
    private static final int SILENT_LOOKS_MAX = 4;

    private final Timers timers;
    private final Outbox outbox;
    private final ReadSwitch reading;
    private final Runnable lost;
    private Timers.Timer next = () -> {};
    private long halfMillis;
    private boolean heard;
    private int silentLooks;
    private long sentBytesBefore;

    /** @param lost called once when the client is silent for too long */
    Heartbeats(Timers timers, Outbox outbox, ReadSwitch reading, Runnable lost) {
        this.timers = timers;
        this.outbox = outbox;
        this.reading = reading;
        this.lost = lost;
    }

    /** Begins; 0 seconds means never. */
    void start(int seconds) {
        if (seconds > 0) {
            halfMillis = seconds * 500L;
            schedule();
        }
    }

    /** Bytes have come; any frame is as good as a heartbeat. */
    void heard() {
        heard = true;
    }

    void stop() {
        next.cancel();
    }

    private void look() {
        if (heard || reading.isPaused()) {
            // A client that is not read cannot be heard.
            heard = false;
            silentLooks = 0;
        } else if (++silentLooks >= SILENT_LOOKS_MAX) {
            lost.run();
            return;
        }
        sendUnlessOthersDo();
        schedule();
    }

    /** A heartbeat of ours is no reason to leave out the next one. */
    private void sendUnlessOthersDo() {
        long sentBytes = outbox.sentBytes();
        if (sentBytes == sentBytesBefore) {
            FrameWriter.heartbeat(outbox.reserve(FRAME_SIZE));
            sentBytes += FRAME_SIZE;
        }
        sentBytesBefore = sentBytes;
    }

    private void schedule() {
        next = timers.after(halfMillis, this::look);
    }
}
