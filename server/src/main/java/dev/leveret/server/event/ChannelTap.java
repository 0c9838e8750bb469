package dev.leveret.server.event;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.connection.ConnectionContext;
import java.util.Arrays;

/** What goes through one channel, for the firehose. Owned by the connection's loop. */
public final class ChannelTap {

    private final Firehose firehose;
    private final ConnectionContext connection;
    private final int channel;

    public ChannelTap(ConnectionContext connection, int channel) {
        this.firehose = connection.vhost().firehose();
        this.connection = connection;
        this.channel = channel;
    }

    /** Whether to tell of messages. One volatile read. */
    public boolean isOn() {
        return firehose.isOn();
    }

    /**
     * A message has been published on this channel.
     *
     * @param sent with all keys that it names
     * @param routed as its queues get it
     * @param queues where it goes
     */
    public void published(Message sent, Message routed, RouteTarget[] queues) {
        String exchange = sent.address().exchange();
        if (isTraced(exchange)) {
            FieldValue.Array names = new FieldValue.Array(Arrays.stream(queues)
                    .map(RouteTarget::name)
                    .sorted()
                    .<FieldValue>map(FieldValue::text)
                    .toList());
            FieldTable headers = headers(routed, TracedMessage.routingKeys(sent)).put("routed_queues", names).build();
            firehose.copy(connection.loop(), "publish." + exchange, headers, routed);
        }
    }

    /** A message goes out on this channel, to a consumer or as an answer to basic.get. */
    public void delivered(RouteTarget queue, Message message, boolean redelivered) {
        Address address = message.address();
        if (isTraced(address.exchange())) {
            FieldTable headers = headers(message, TracedMessage.routingKeys(message))
                    .put("redelivered", new FieldValue.Int32(redelivered ? 1 : 0))
                    .build();
            firehose.copy(connection.loop(), "deliver." + queue.name(), headers, message);
        }
    }

    private boolean isTraced(String exchange) {
        return firehose.wanted() && !exchange.equals(Firehose.EXCHANGE);
    }

    private FieldTable.Builder headers(Message message, FieldValue.Array routingKeys) {
        return FieldTable.builder()
                .put("exchange_name", message.address().exchange())
                .put("routing_keys", routingKeys)
                .put(Firehose.PROPERTIES, TracedMessage.properties(message.header().properties()))
                .put("node", firehose.nodeName())
                .put("vhost", connection.vhost().name())
                .put("connection", connection.name())
                .put("channel", new FieldValue.Int32(channel))
                .put("user", connection.user());
    }
}
