package dev.leveret.server.connection;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.alarm.Alarms;

/**
 * Holds a publishing connection back while a resource is short. Source: RabbitMQ doc page "connection-blocked".
 *
 * <p>A connection is blocked by its first publish while an alarm stands, not by the alarm itself: one that only
 * consumes goes on. Owned by the connection's loop.
 */
final class PublisherBlocking {

    private final Alarms alarms;
    private final ConnectionSession session;
    private final Runnable cleared;
    private boolean blocked;

    PublisherBlocking(Alarms alarms, ConnectionSession session) {
        this.alarms = alarms;
        this.session = session;
        this.cleared = () -> session.loop().execute(this::unblock);
    }

    void publishSeen() {
        if (alarms.standing() && !blocked) {
            block();
        }
    }

    /** The connection is gone. */
    void stop() {
        alarms.forget(cleared);
    }

    private void block() {
        blocked = true;
        session.pauseReading();
        if (session.capabilities().connectionBlocked()) {
            session.send(new ConnectionMethod.Blocked(alarms.reason()));
        }
        alarms.whenCleared(cleared);
    }

    private void unblock() {
        if (alarms.standing()) {
            // Raised again on the way here: the client was told once, and that still holds.
            alarms.whenCleared(cleared);
            return;
        }
        blocked = false;
        session.resumeReading();
        if (session.capabilities().connectionBlocked() && session.isRunning()) {
            session.send(new ConnectionMethod.Unblocked());
        }
    }
}
