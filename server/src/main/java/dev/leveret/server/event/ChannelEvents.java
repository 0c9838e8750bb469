package dev.leveret.server.event;

import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.server.connection.ConnectionContext;

/** What becomes of one channel and its consumers, for the event exchange. Owned by the connection's loop. */
public final class ChannelEvents {

    private final BrokerEvents events;
    private final ConnectionContext connection;
    private final long id;

    /** Of a channel that has just been opened. */
    public ChannelEvents(ConnectionContext connection, int number) {
        this.events = connection.vhost().events();
        this.connection = connection;
        this.id = events.newChannelId();
        if (events.wanted()) {
            emit(new BrokerEvent.ChannelCreated(
                    vhost(), id, number, connection.id(), connection.name(), connection.user()));
        }
    }

    /** The channel's id, unique in this run of the broker. From any thread. */
    public long channelId() {
        return id;
    }

    /** There is nothing left of the channel. */
    public void closed() {
        if (events.wanted()) {
            emit(new BrokerEvent.ChannelClosed(id, connection.user()));
        }
    }

    /** A consumer has started. */
    public void consumerCreated(String queue, ConsumerSettings settings) {
        if (events.wanted()) {
            emit(new BrokerEvent.ConsumerCreated(vhost(), queue, id, settings, connection.user()));
        }
    }

    /** The client has cancelled a consumer. */
    public void consumerCancelled(String queue, String tag) {
        consumerDeleted(queue, tag, connection.user());
    }

    /** A consumer is gone, with its channel or with its queue. */
    public void consumerLost(String queue, String tag) {
        consumerDeleted(queue, tag, BrokerEvent.INTERNAL);
    }

    private void consumerDeleted(String queue, String tag, String user) {
        if (events.wanted()) {
            emit(new BrokerEvent.ConsumerDeleted(vhost(), queue, id, tag, user));
        }
    }

    private String vhost() {
        return connection.vhost().name();
    }

    private void emit(BrokerEvent event) {
        events.emit(connection.loop(), event);
    }
}
