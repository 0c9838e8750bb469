package dev.leveret.server.event;

import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;

/**
 * Something that has happened in the broker. The names are those of RabbitMQ's routing keys; {@code user} is who has done it, or
 * {@link #INTERNAL}. Source: measured on RabbitMQ 3.10 with its plugin rabbitmq_event_exchange.
 */
public sealed interface BrokerEvent {

    /** Who does what no user has asked for. */
    String INTERNAL = "rmq-internal";

    /** @param ownerConnection id of the connection that it is exclusive to; 0 if it is not exclusive */
    record QueueCreated(QueueSettings settings, long ownerConnection, String user) implements BrokerEvent {}

    record QueueDeleted(String vhost, String name, String user) implements BrokerEvent {}

    record ExchangeCreated(String vhost, ExchangeDeclaration declaration, String user) implements BrokerEvent {}

    record ExchangeDeleted(String vhost, Exchange exchange, String user) implements BrokerEvent {}

    record BindingCreated(String vhost, Binding binding, String user) implements BrokerEvent {}

    record BindingDeleted(String vhost, Binding binding, String user) implements BrokerEvent {}

    /** @param connectionId of this run of the broker, as {@link ConnectionFacts#id} is */
    record ChannelCreated(String vhost, long channelId, int number, long connectionId, String connectionName, String user)
            implements BrokerEvent {}

    record ChannelClosed(long channelId, String user) implements BrokerEvent {}

    record ConsumerCreated(String vhost, String queue, long channelId, ConsumerSettings settings, String user)
            implements BrokerEvent {}

    record ConsumerDeleted(String vhost, String queue, long channelId, String tag, String user) implements BrokerEvent {}

    /** connection.open has succeeded. */
    record ConnectionCreated(ConnectionFacts connection, String user, String vhost, FrameLimits limits)
            implements BrokerEvent {}

    /** A socket is closed, whether or not anybody had logged in over it. */
    record ConnectionClosed(ConnectionFacts connection) implements BrokerEvent {}

    record AuthenticationSucceeded(ConnectionFacts connection, String user) implements BrokerEvent {}

    /** @param reason as in the log */
    record AuthenticationFailed(ConnectionFacts connection, String user, String reason) implements BrokerEvent {}

    /** @param about what is noted about it */
    record VhostCreated(String name, FieldTable about, String user) implements BrokerEvent {}

    record VhostDeleted(String name, String user) implements BrokerEvent {}

    /** @param source {@code memory} or {@code disk} */
    record AlarmSet(String source) implements BrokerEvent {}

    /** @param source {@code memory} or {@code disk} */
    record AlarmCleared(String source) implements BrokerEvent {}

    /**
     * Any other of RabbitMQ's events: {@code policy.set}, {@code user.created}, {@code permission.created} ...
     *
     * @param headers all but the time
     */
    record Other(String routingKey, FieldTable headers) implements BrokerEvent {}
}
