package dev.leveret.server.connection;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.net.Timers;

/**
 * Holds a publishing connection back while a resource is short. Source: RabbitMQ doc page "connection-blocked".
 *
 * <p>A connection is blocked by its first publish while an alarm stands, not by the alarm itself: one that only
 * consumes goes on. One that is blocked in the middle of big bodies holds memory that nobody can free: it is closed after
 * a while, and its client sends them again. Owned by the connection's loop.
 */
final class PublisherBlocking {

    /** How long a blocked connection may hold more than {@link #UNFINISHED_BYTES_MAX}. */
    private static final long PATIENCE_MILLIS = 30_000;

    private static final long UNFINISHED_BYTES_MAX = 1 << 20;

    private final Alarms alarms;
    private final Timers timers;
    private final ConnectionSession session;
    private final Runnable cleared;
    private Timers.Timer patience = () -> {};
    private boolean blocked;

    PublisherBlocking(Alarms alarms, Timers timers, ConnectionSession session) {
        this.alarms = alarms;
        this.timers = timers;
        this.session = session;
        this.cleared = () -> session.loop().execute(this::unblock);
    }

    void publishSeen() {
        if (alarms.standing() && !blocked) {
            block();
        }
    }

    /**
     * RabbitMQ's word for how the connection is: {@code blocking} will be {@code blocked} by its next publish, and
     * {@code flow} is a publisher that waits for queues or the disk.
     *
     * @param waits it publishes, and is not read
     */
    String word(ConnectionState state, boolean waits) {
        if (state != ConnectionState.RUNNING) {
            return state.word();
        }
        if (blocked) {
            return "blocked";
        }
        if (alarms.standing()) {
            return "blocking";
        }
        return waits ? "flow" : state.word();
    }

    /** The connection is gone. */
    void stop() {
        patience.cancel();
        alarms.forget(cleared);
    }

    private void block() {
        blocked = true;
        session.pauseReading();
        if (session.capabilities().connectionBlocked()) {
            session.send(new ConnectionMethod.Blocked(alarms.reason()));
        }
        alarms.whenCleared(cleared);
        patience = timers.after(PATIENCE_MILLIS, this::outOfPatience);
    }

    private void outOfPatience() {
        if (blocked && session.isRunning() && session.unfinishedBytes() > UNFINISHED_BYTES_MAX) {
            session.force("%s, and unfinished messages of this connection hold some of it", alarms.reason());
        }
    }

    private void unblock() {
        if (alarms.standing()) {
            // Raised again on the way here: the client was told once, and that still holds.
            alarms.whenCleared(cleared);
            return;
        }
        blocked = false;
        patience.cancel();
        session.resumeReading();
        if (session.capabilities().connectionBlocked() && session.isRunning()) {
            session.send(new ConnectionMethod.Unblocked());
        }
    }
}
