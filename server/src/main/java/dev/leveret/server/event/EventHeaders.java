package dev.leveret.server.event;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.state.ConsumerSettings;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/**
 * How an event looks: the headers that RabbitMQ's plugin gives it, with their types. Numbers are signed 64-bit; what is a
 * tuple in RabbitMQ is its text in Erlang's syntax, and tables of arguments are arrays of such texts.
 */
final class EventHeaders {

    private static final String USER = "user_who_performed_action";

    private final NodeIdentity node;

    EventHeaders(NodeIdentity node) {
        this.node = node;
    }

    /** All headers but the time. */
    FieldTable.Builder of(BrokerEvent event) {
        FieldTable.Builder out = FieldTable.builder();
        return switch (event) {
            case BrokerEvent.QueueCreated e -> queue(out, e.settings(), e.ownerConnection()).put(USER, e.user());
            case BrokerEvent.QueueDeleted e -> named(out, e.vhost(), e.name()).put(USER, e.user());
            case BrokerEvent.ExchangeCreated e -> exchange(out, e.vhost(), e.declaration()).put(USER, e.user());
            case BrokerEvent.ExchangeDeleted e -> named(out, e.vhost(), e.exchange().name()).put(USER, e.user());
            case BrokerEvent.BindingCreated e -> binding(out, e.vhost(), e.binding()).put(USER, e.user());
            case BrokerEvent.BindingDeleted e -> binding(out, e.vhost(), e.binding()).put(USER, e.user());
            case BrokerEvent.ChannelCreated e -> channel(out, e).put(USER, e.user());
            case BrokerEvent.ChannelClosed e -> out.put("pid", node.channel(e.channelId())).put(USER, e.user());
            case BrokerEvent.ConsumerCreated e -> consumer(out, e).put(USER, e.user());
            case BrokerEvent.ConsumerDeleted e -> consumer(out, e).put(USER, e.user());
            case BrokerEvent.ConnectionCreated e -> opened(out, e).put(USER, e.user());
            case BrokerEvent.ConnectionClosed e -> connection(out, e.connection());
            case BrokerEvent.AuthenticationSucceeded e -> login(out, e.connection(), e.user());
            case BrokerEvent.AuthenticationFailed e -> login(out, e.connection(), e.user()).put("error", e.reason());
            case BrokerEvent.VhostCreated e -> vhost(out, e.name(), e.about()).put(USER, e.user());
            case BrokerEvent.VhostDeleted e -> out.put("name", e.name()).put(USER, e.user());
            case BrokerEvent.AlarmSet e -> alarm(out, e.source());
            case BrokerEvent.AlarmCleared e -> alarm(out, e.source());
            case BrokerEvent.Other e -> {
                e.headers().entries().forEach(entry -> out.put(entry.name(), entry.value()));
                yield out;
            }
        };
    }

    static String routingKey(BrokerEvent event) {
        return switch (event) {
            case BrokerEvent.QueueCreated e -> "queue.created";
            case BrokerEvent.QueueDeleted e -> "queue.deleted";
            case BrokerEvent.ExchangeCreated e -> "exchange.created";
            case BrokerEvent.ExchangeDeleted e -> "exchange.deleted";
            case BrokerEvent.BindingCreated e -> "binding.created";
            case BrokerEvent.BindingDeleted e -> "binding.deleted";
            case BrokerEvent.ChannelCreated e -> "channel.created";
            case BrokerEvent.ChannelClosed e -> "channel.closed";
            case BrokerEvent.ConsumerCreated e -> "consumer.created";
            case BrokerEvent.ConsumerDeleted e -> "consumer.deleted";
            case BrokerEvent.ConnectionCreated e -> "connection.created";
            case BrokerEvent.ConnectionClosed e -> "connection.closed";
            case BrokerEvent.AuthenticationSucceeded e -> "user.authentication.success";
            case BrokerEvent.AuthenticationFailed e -> "user.authentication.failure";
            case BrokerEvent.VhostCreated e -> "vhost.created";
            case BrokerEvent.VhostDeleted e -> "vhost.deleted";
            case BrokerEvent.AlarmSet e -> "alarm.set";
            case BrokerEvent.AlarmCleared e -> "alarm.cleared";
            case BrokerEvent.Other e -> e.routingKey();
        };
    }

    private static FieldTable.Builder named(FieldTable.Builder out, String vhost, String name) {
        return out.put("vhost", vhost).put("name", name);
    }

    private FieldTable.Builder queue(FieldTable.Builder out, QueueSettings settings, long owner) {
        return named(out, settings.vhost(), settings.name())
                .put("durable", settings.durable())
                .put("auto_delete", settings.autoDelete())
                .put("exclusive", settings.exclusive())
                .put("arguments", arguments(settings.arguments()))
                .put("owner_pid", owner == 0 ? "" : node.connection(owner));
    }

    private static FieldTable.Builder exchange(FieldTable.Builder out, String vhost, ExchangeDeclaration declaration) {
        return named(out, vhost, declaration.name())
                .put("type", declaration.type().wireName())
                .put("durable", declaration.durable())
                .put("auto_delete", declaration.autoDelete())
                .put("internal", declaration.internal())
                .put("arguments", arguments(declaration.arguments()))
                .put("policy", "");
    }

    private static FieldTable.Builder binding(FieldTable.Builder out, String vhost, Binding binding) {
        return out.put("vhost", vhost)
                .put("source_name", binding.source().name())
                .put("source_kind", "exchange")
                .put("destination_name", binding.destination().name())
                .put("destination_kind", binding.destination() instanceof Exchange ? "exchange" : "queue")
                .put("routing_key", binding.bindingKey())
                .put("arguments", arguments(binding.arguments()));
    }

    private FieldTable.Builder channel(FieldTable.Builder out, BrokerEvent.ChannelCreated event) {
        return named(out, event.vhost(), event.connectionName() + " (" + event.number() + ")")
                .put("pid", node.channel(event.channelId()))
                .put("connection", node.connection(event.connectionId()))
                .put("number", event.number())
                .put("user", event.user());
    }

    private FieldTable.Builder consumer(FieldTable.Builder out, BrokerEvent.ConsumerCreated event) {
        ConsumerSettings settings = event.settings();
        return out.put("vhost", event.vhost())
                .put("queue", event.queue())
                .put("channel", node.channel(event.channelId()))
                .put("consumer_tag", settings.tag())
                .put("exclusive", settings.exclusive())
                .put("ack_required", !settings.noAck())
                .put("prefetch_count", settings.prefetchMax())
                .put("arguments", arguments(settings.arguments()));
    }

    private FieldTable.Builder consumer(FieldTable.Builder out, BrokerEvent.ConsumerDeleted event) {
        return out.put("vhost", event.vhost())
                .put("queue", event.queue())
                .put("channel", node.channel(event.channelId()))
                .put("consumer_tag", event.tag());
    }

    private FieldTable.Builder opened(FieldTable.Builder out, BrokerEvent.ConnectionCreated event) {
        connection(out, event.connection());
        ends(out, event.connection());
        out.put("vhost", event.vhost())
                .put("user", event.user())
                .put("type", "network")
                .put("port", event.connection().local().getPort())
                .put("timeout", event.limits().heartbeatSeconds())
                .put("frame_max", event.limits().frameMax())
                .put("channel_max", event.limits().channelMax())
                .put("connected_at", event.connection().acceptedMillis());
        return TlsHeaders.put(out, event.connection().tls());
    }

    private FieldTable.Builder connection(FieldTable.Builder out, ConnectionFacts connection) {
        out.put("pid", node.connection(connection.id()))
                .put("name", connection.name())
                .put("node", node.name())
                .put("client_properties", arguments(connection.clientProperties()));
        if (connection.clientProperties().get("connection_name") instanceof FieldValue.LongString name) {
            out.put("user_provided_name", name);
        }
        return out;
    }

    private static FieldTable.Builder login(FieldTable.Builder out, ConnectionFacts connection, String user) {
        return ends(out, connection)
                .put("connection_type", "network")
                .put("connection_name", connection.name())
                .put("name", user);
    }

    private static FieldTable.Builder ends(FieldTable.Builder out, ConnectionFacts connection) {
        return out.put("protocol", "{0,9,1}")
                .put("auth_mechanism", connection.mechanism())
                .put("host", tuple(connection.local().getAddress()))
                .put("peer_host", tuple(connection.peer().getAddress()))
                .put("peer_port", connection.peer().getPort())
                .put("ssl", connection.tls().isPresent());
    }

    private FieldTable.Builder vhost(FieldTable.Builder out, String name, FieldTable about) {
        return out.put("name", name)
                .put("description", text(about.get("description"), ""))
                .put("tags", tags(about.get("tags")))
                .put("default_queue_type", text(about.get("default_queue_type"), "undefined"))
                .put("tracing", false)
                .put("cluster_state", FieldTable.builder().put(node.name(), "running").build());
    }

    private static String text(FieldValue value, String fallback) {
        return value instanceof FieldValue.LongString text ? text.text() : fallback;
    }

    private static String tags(FieldValue value) {
        return value instanceof FieldValue.Array tags
                ? tags.values().stream().map(tag -> text(tag, "")).collect(Collectors.joining(","))
                : "";
    }

    private FieldTable.Builder alarm(FieldTable.Builder out, String source) {
        return out.put("source", source).put("node", node.name());
    }

    private static FieldValue.Array arguments(FieldTable table) {
        return new FieldValue.Array(
                table.entries().stream().<FieldValue>map(entry -> FieldValue.text(ArgumentText.field(entry))).toList());
    }

    /** {@code {127,0,0,1}}; an address of IP version 6 has eight numbers. */
    private static String tuple(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        boolean isLong = bytes.remaining() > 4;
        StringJoiner numbers = new StringJoiner(",", "{", "}");
        while (bytes.hasRemaining()) {
            numbers.add(Integer.toString(isLong ? bytes.getShort() & 0xffff : bytes.get() & 0xff));
        }
        return numbers.toString();
    }
}
