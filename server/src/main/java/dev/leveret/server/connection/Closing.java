package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.channelError;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.channel.ChannelSession;
import dev.leveret.server.config.TimeoutSettings;
import dev.leveret.server.net.Timers;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How channels and the connection end: the one place that turns an error into channel.close or connection.close, by the
 * scope of its reply code. Source: AMQP 0-9-1 §2.2.4, §4.10; what a client is told before it has logged in, from
 * RabbitMQ's doc page "auth-notification".
 *
 * <p>Owned by the connection's loop.
 */
final class Closing {

    private static final Logger LOG = LoggerFactory.getLogger(Closing.class);

    private final ConnectionSession session;
    private final ChannelTable channels;
    private final TimeoutSettings timeouts;
    private final Timers timers;

    private Timers.Timer limit = () -> {};
    private boolean released;

    Closing(ConnectionSession session, ChannelTable channels, TimeoutSettings timeouts, Timers timers) {
        this.session = session;
        this.channels = channels;
        this.timeouts = timeouts;
        this.timers = timers;
    }

    /** An error on a channel, or on the connection (0). */
    void failed(int channel, AmqpError error) {
        switch (session.state()) {
            case GREETING, STARTING, AUTHENTICATING, TUNING -> refuse(error);
            case OPENING -> closeConnection(error);
            case RUNNING -> {
                if (channel != 0 && error.code().scope() == ReplyCode.Scope.CHANNEL) {
                    closeChannel(channel, error);
                } else {
                    closeConnection(error);
                }
            }
            case CLOSING, CLOSED -> LOG.debug("connection {}: {} while closing", session.name(), error.replyText());
        }
    }

    /** What comes can no longer be cut into frames: the client is told, but its answer could not be understood. */
    void lost(AmqpError error) {
        failed(0, error);
        session.enter(ConnectionState.CLOSED);
        closeIn(timeouts.silentCloseMillis());
    }

    /** connection.close has come. */
    void requested(ConnectionMethod.Close close) {
        if (session.state() == ConnectionState.CLOSING) {
            session.send(new ConnectionMethod.CloseOk()); // it crossed ours, which is still to be answered
            return;
        }
        session.enter(ConnectionState.CLOSED);
        release(() -> {
            session.send(new ConnectionMethod.CloseOk());
            // The client closes the socket: whoever does it first keeps the port for a while.
            closeIn(timeouts.closeMillis());
        });
    }

    /** connection.close-ok has come. */
    void confirmed() {
        session.enter(ConnectionState.CLOSED);
        session.outbox().closeAfterFlush();
    }

    /**
     * A method on a channel that an error has closed: only the answer and a close that crossed ours are heeded.
     *
     * @throws AmqpException 504 for a channel.open, which was not on its way when the error struck: the client has lost
     *     count
     */
    void onFailedChannel(int channel, int methodId) {
        switch (methodId) {
            case ChannelMethod.Open.ID -> throw channelError("second 'channel.open' seen");
            case ChannelMethod.CloseOk.ID -> channels.remove(channel);
            case ChannelMethod.Close.ID -> session.send(channel, new ChannelMethod.CloseOk());
            default -> {}
        }
    }

    /** The socket is closed, by whomever. */
    void socketClosed() {
        limit.cancel();
        session.enter(ConnectionState.CLOSED);
        release(session::ended);
    }

    private void closeChannel(int channel, AmqpError error) {
        ChannelTable.Slot slot = channels.find(channel);
        if (slot == null || slot.failed()) {
            return;
        }
        session.log().channelFailed(channel, error);
        slot.fail();
        // Order: confirms of what came before precede the close.
        slot.session().tellConfirms();
        slot.session().connectionClosing(() -> {});
        session.send(channel, new ChannelMethod.Close(
                error.code().code(), error.replyText(), error.classId(), error.methodId()));
    }

    private void closeConnection(AmqpError error) {
        session.log().failed(session.state(), error);
        session.enter(ConnectionState.CLOSING);
        // Order: confirms of what came before precede the close, and nothing follows it.
        channels.sessions().forEach(ChannelSession::tellConfirms);
        release(() -> {});
        sendClose(error);
        closeIn(timeouts.closeMillis());
    }

    /** An error before the client has proven itself: it is told little, and it waits, so that guessing is slow. */
    private void refuse(AmqpError error) {
        if (!isLoginRefused(error)) {
            session.log().failed(session.state(), error);
        }
        if (mayBeTold(error)) {
            sendClose(error);
        } else {
            session.enter(ConnectionState.CLOSED);
        }
        closeIn(timeouts.silentCloseMillis());
    }

    /** That has its own line, which says more than the client is told. */
    private boolean isLoginRefused(AmqpError error) {
        return session.state() == ConnectionState.AUTHENTICATING && error.code() == ReplyCode.ACCESS_REFUSED;
    }

    private boolean mayBeTold(AmqpError error) {
        return switch (session.state()) {
            case AUTHENTICATING -> isLoginRefused(error) && session.capabilities().authenticationFailureClose();
            case TUNING -> error.code() == ReplyCode.NOT_ALLOWED;
            default -> false;
        };
    }

    private void sendClose(AmqpError error) {
        session.enter(ConnectionState.CLOSING);
        session.send(new ConnectionMethod.Close(
                error.code().code(), error.replyText(), error.classId(), error.methodId()));
    }

    private void closeIn(long millis) {
        limit.cancel();
        limit = timers.after(millis, session::drop);
    }

    /** Lets go, once, of all that the channels and the connection hold; then runs the task. */
    private void release(Runnable done) {
        if (released || session.virtualHostOrNull() == null) {
            done.run();
            return;
        }
        released = true;
        List<ChannelSession> sessions = channels.sessions();
        Countdown channelsDone = new Countdown(sessions.size() + 1,
                () -> session.vhost().queues().deleteExclusive(session.id(), session.loop(), done));
        for (ChannelSession channel : sessions) {
            channel.connectionClosing(channelsDone);
        }
        channelsDone.run();
    }

    /** Runs a task when it has been run so many times itself. */
    private static final class Countdown implements Runnable {

        private final Runnable task;
        private int left;

        Countdown(int count, Runnable task) {
            this.left = count;
            this.task = task;
        }

        @Override
        public void run() {
            if (--left == 0) {
                task.run();
            }
        }
    }
}
