package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.channelError;
import static dev.leveret.amqp.error.AmqpException.notAllowed;
import static dev.leveret.amqp.error.AmqpException.unexpectedFrame;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.server.channel.ChannelSession;

/**
 * Brings what comes on the channels of a connection to them, and opens them. Owned by the connection's loop.
 *
 * <p>The connection is looked at first, then the slot of the channel's number, then the method.
 */
final class ChannelDispatch {

    private final ConnectionSession connection;
    private final ChannelTable channels;
    private final Closing closing;

    ChannelDispatch(ConnectionSession connection, ChannelTable channels, Closing closing) {
        this.connection = connection;
        this.channels = channels;
        this.closing = closing;
    }

    void method(int channel, int id, ArgumentReader arguments) {
        if (!connection.isRunning()) {
            refuseBeforeOpen();
            return;
        }
        ChannelTable.Slot slot = channels.find(channel);
        if (slot == null) {
            open(channel, id);
        } else if (slot.failed()) {
            closing.onFailedChannel(channel, id);
        } else {
            slot.session().handle(MethodDecoder.toChannel(id, arguments));
        }
    }

    void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        ChannelSession session = forContent(channel);
        if (session != null) {
            session.contentHeader(classId, bodySize, header);
        }
    }

    void body(int channel, byte[] chunk) {
        ChannelSession session = forContent(channel);
        if (session != null) {
            session.body(chunk);
        }
    }

    private void open(int channel, int id) {
        int max = connection.limits().channelMax();
        if (max != 0 && channels.count() >= max) {
            // Deviation: like RabbitMQ, channels are counted; the specification limits their numbers.
            closing.failed(0, notAllowed("number of channels opened (%d) has reached the negotiated channel_max (%d)",
                    channels.count(), max).error());
            return;
        }
        if (id != ChannelMethod.Open.ID) {
            throw channelError("expected 'channel.open'");
        }
        try {
            connection.requireRoom();
            connection.counted().openChannel();
        } catch (AmqpException e) {
            closing.failed(0, e.error()); // of the connection and no method, as the limit above
            return;
        }
        channels.add(channel, new ChannelSession(connection, channel));
        connection.send(channel, new ChannelMethod.OpenOk());
    }

    /** Who gets content on this channel; null if it is to be ignored. */
    private ChannelSession forContent(int channel) {
        if (!connection.isRunning()) {
            refuseBeforeOpen();
            return null;
        }
        ChannelTable.Slot slot = channels.find(channel);
        if (slot == null) {
            throw unexpectedFrame("expected method frame, got non method frame instead");
        }
        return slot.failed() ? null : slot.session();
    }

    private void refuseBeforeOpen() {
        if (!connection.state().isEnding()) {
            throw unexpectedFrame("frame on a channel in connection state %s", connection.state().word());
        }
    }
}
