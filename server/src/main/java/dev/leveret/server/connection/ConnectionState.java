package dev.leveret.server.connection;

import dev.leveret.amqp.method.ConnectionMethod;
import java.util.Locale;

/** Where a connection is, in the order it gets there. The names of the middle ones are in RabbitMQ's reply texts. */
enum ConnectionState {
    /** Nothing has come yet. */
    GREETING,
    /** connection.start is sent. */
    STARTING(ConnectionMethod.StartOk.ID),
    /** connection.start-ok has come, and who that is takes a while to find out; what comes meanwhile waits. */
    AUTHENTICATING,
    /** connection.tune is sent. */
    TUNING(ConnectionMethod.TuneOk.ID),
    /** connection.tune-ok has come. */
    OPENING(ConnectionMethod.Open.ID),
    RUNNING(ConnectionMethod.Close.ID, ConnectionMethod.UpdateSecret.ID),
    /** connection.close is sent; all but the answer, and a close that crosses it, is ignored. */
    CLOSING(ConnectionMethod.Close.ID, ConnectionMethod.CloseOk.ID),
    /** Nothing that comes is even decoded. */
    CLOSED;

    private final int[] admitted;

    ConnectionState(int... admitted) {
        this.admitted = admitted;
    }

    /** Whether a method on channel 0 makes sense now. */
    boolean admits(int methodId) {
        for (int id : admitted) {
            if (id == methodId) {
                return true;
            }
        }
        return false;
    }

    /** Whether the end has begun. */
    boolean isEnding() {
        return this == CLOSING || this == CLOSED;
    }

    /** As reply texts have it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
