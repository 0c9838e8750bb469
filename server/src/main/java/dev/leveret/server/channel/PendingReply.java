package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.server.connection.ConnectionContext;

/**
 * The one answer that a channel may be waiting for, from a queue or from the store. Until it comes the channel handles
 * nothing else of its own: docs/decisions/0002.
 */
final class PendingReply {

    private final ConnectionContext connection;
    private final int channel;
    private final ChannelWire wire;
    private final Runnable resume;

    private boolean waiting;
    private int methodId;

    /** What the channel waits for is only that the client takes what it has asked for. */
    private boolean unsent;

    /** What is to be done instead of resuming, now that the channel has ended; null: it has not. */
    private Runnable ended;

    /** @param resume goes on with what the client has sent meanwhile */
    PendingReply(ConnectionContext connection, int channel, ChannelWire wire, Runnable resume) {
        this.connection = connection;
        this.channel = channel;
        this.wire = wire;
        this.resume = resume;
    }

    /** Whether the channel waits. */
    boolean waiting() {
        return waiting;
    }

    /** Waits for the answer to a method. */
    void begin(int id) {
        if (waiting) {
            throw new IllegalStateException("channel " + channel + " waits already");
        }
        waiting = true;
        methodId = id;
    }

    /** The channel has ended. If an answer is still to come, the task is run then. */
    void end(Runnable whenAnswered) {
        ended = whenAnswered;
        sent();
    }

    /** Answers a method at once, unless the client asked for no answer. */
    void answer(boolean noWait, FromServer reply) {
        if (!noWait) {
            wire.method(reply);
        }
    }

    /** The answer has come; the client gets this, unless it asked for no answer. */
    void done(boolean noWait, FromServer reply) {
        answer(noWait || ended != null, reply);
        done();
    }

    /** The answer has come, and what there was to write has been written. */
    void done() {
        waiting = false;
        Runnable next = ended == null ? resume : ended;
        next.run();
    }

    /**
     * The answer has come and has been written. The channel goes on when the client takes it: one that asks for more than
     * it reads has to wait.
     */
    void doneWhenSent() {
        if (ended != null || wire.keepsUp()) {
            done();
        } else {
            unsent = true;
            wire.whenKeepsUp(this::sent);
        }
    }

    /** The client has been sent what it did not ask for in so many words; otherwise as {@link #doneWhenSent}. */
    void goOnWhenSent(int id) {
        if (!waiting && !wire.keepsUp()) {
            begin(id);
            doneWhenSent();
        }
    }

    private void sent() {
        if (unsent) {
            unsent = false;
            done();
        }
    }

    /** The answer is that the question has to be asked once more, in this way. */
    void again(Runnable question) {
        waiting = false;
        if (ended != null) {
            ended.run();
            return;
        }
        try {
            question.run();
        } catch (AmqpException e) {
            connection.channelFailed(channel, e.at(methodId));
        }
        if (!waiting) {
            resume.run();
        }
    }

    /** The answer is that it cannot be done. */
    void failed(AmqpError error) {
        waiting = false;
        if (ended != null) {
            ended.run();
        } else {
            connection.channelFailed(channel, new AmqpException(error.at(methodId)));
        }
    }
}
