package dev.leveret.interop.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.impl.AMQConnection;
import dev.leveret.interop.events.Watch.Seen;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What happens in the broker is told by amq.rabbitmq.event, as RabbitMQ's plugin rabbitmq_event_exchange tells it. */
@ResourceLock(OwnBroker.LOCK)
class EventExchangeTest {

    private static final String TIME = "timestamp_in_ms";

    private static OwnBroker broker;
    private Client client;
    private Channel channel;
    private Watch events;

    @BeforeAll
    static void startABroker(@TempDir Path data) {
        broker = OwnBroker.start(data);
    }

    @AfterAll
    static void stopIt() {
        broker.close();
    }

    @BeforeEach
    void watch() throws Exception {
        client = broker.client();
        channel = client.channel();
        events = new Watch(client.elsewhere(), "amq.rabbitmq.event", "#");
    }

    @AfterEach
    void end() throws Exception {
        client.close();
    }

    @Test
    void nobodyElsePublishesThere() throws Exception {
        // when
        Channel publisher = client.elsewhere();
        publisher.basicPublish("amq.rabbitmq.event", "queue.created", null, new byte[0]);
        // then
        assertEquals(
                "ACCESS_REFUSED - cannot publish to internal exchange 'amq.rabbitmq.event' in vhost '/'",
                CloseReason.awaited(publisher).replyText());
    }

    @Test
    void eventIsAPersistentMessageWithTimeAndHeadersAlone() throws Exception {
        // when
        String queue = client.queue();
        // then
        Seen event = events.next("queue.created", "name", queue);
        var properties = event.delivery().getProperties();
        assertEquals("amq.rabbitmq.event", event.delivery().getEnvelope().getExchange());
        assertEquals("", event.body());
        assertEquals(2, properties.getDeliveryMode());
        long millis = (Long) event.header(TIME);
        assertEquals(millis / 1000, properties.getTimestamp().getTime() / 1000);
        assertTrue(Math.abs(millis - System.currentTimeMillis()) < 60_000);
    }

    @Test
    void queueIsTold() throws Exception {
        // given
        String queue = client.name("queue");
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("x-message-ttl", 60000);
        arguments.put("x-mine", Map.of("a", "b"));
        // when
        channel.queueDeclare(queue, true, false, false, arguments);
        channel.queueDelete(queue);
        // then
        Seen created = events.next("queue.created", "name", queue);
        assertEquals(Set.of("{<<\"x-message-ttl\">>,signedint,60000}", "{<<\"x-mine\">>,table,[{<<\"a\">>,longstr,<<\"b\">>}]}"),
                Set.copyOf((List<?>) created.header("arguments")));
        assertEquals(Map.of("name", queue, "vhost", "/", "durable", true, "exclusive", false, "auto_delete", false,
                "owner_pid", "", "user_who_performed_action", "guest"), created.without(TIME, "arguments"));
        assertEquals(Map.of("name", queue, "vhost", "/", "user_who_performed_action", "guest"),
                events.next("queue.deleted", "name", queue).without(TIME));
    }

    @Test
    void exclusiveQueueNamesItsConnectionAndGoesByItself() throws Exception {
        // given
        Connection owner = client.connect();
        String connection = (String) events.next("connection.created", any -> true).header("pid");
        String queue = client.name("queue");
        // when
        owner.createChannel().queueDeclare(queue, false, true, false, Map.of());
        owner.close();
        // then
        assertEquals(connection, events.next("queue.created", "name", queue).header("owner_pid"));
        assertEquals("rmq-internal",
                events.next("queue.deleted", "name", queue).header("user_who_performed_action"));
        assertEquals(connection, events.next("connection.closed", any -> true).header("pid"));
    }

    @Test
    void queueThatExpiresIsTold() throws Exception {
        // when
        String queue = client.name("queue");
        channel.queueDeclare(queue, false, false, false, Map.of("x-expires", 50));
        // then
        assertEquals("rmq-internal",
                events.next("queue.deleted", "name", queue).header("user_who_performed_action"));
    }

    @Test
    void exchangeIsTold() throws Exception {
        // given
        String exchange = client.name("exchange");
        // when
        channel.exchangeDeclare(exchange, "topic", true, true, true, Map.of("alternate-exchange", "amq.fanout"));
        channel.exchangeDelete(exchange);
        // then
        assertEquals(Map.of("name", exchange, "vhost", "/", "type", "topic", "durable", true, "auto_delete", true,
                "internal", true, "policy", "", "user_who_performed_action", "guest",
                "arguments", List.of("{<<\"alternate-exchange\">>,longstr,<<\"amq.fanout\">>}")),
                events.next("exchange.created", "name", exchange).without(TIME));
        assertEquals(Map.of("name", exchange, "vhost", "/", "user_who_performed_action", "guest"),
                events.next("exchange.deleted", "name", exchange).without(TIME));
    }

    @Test
    void bindingIsTold() throws Exception {
        // given
        String exchange = client.exchange("direct");
        String queue = client.queue();
        Map<String, Object> binding = Map.of("vhost", "/", "source_kind", "exchange", "source_name", exchange,
                "destination_kind", "queue", "destination_name", queue, "routing_key", "key",
                "arguments", List.of("{<<\"n\">>,signedint,5}"), "user_who_performed_action", "guest");
        // when
        channel.queueBind(queue, exchange, "key", Map.of("n", 5));
        channel.queueBind(queue, exchange, "key", Map.of("n", 5));
        channel.queueUnbind(queue, exchange, "key", Map.of("n", 5));
        // then
        assertEquals(binding, events.next("binding.created", "source_name", exchange).without(TIME));
        Seen next = events.next();
        assertEquals("binding.deleted", next.key());
        assertEquals(binding, next.without(TIME));
    }

    @Test
    void whatGoesWithAnExchangeIsTold() throws Exception {
        // given
        String source = client.exchange("direct");
        String destination = client.exchange("fanout");
        channel.exchangeBind(destination, source, "key");
        // when
        channel.exchangeDelete(destination);
        // then
        Seen binding = events.next("binding.created", "source_name", source);
        assertEquals("exchange", binding.header("destination_kind"));
        assertEquals(binding.without(TIME), events.next("binding.deleted", "source_name", source).without(TIME));
    }

    @Test
    void whatGoesWithAQueueIsTheBrokersDoing() throws Exception {
        // given an exchange that goes with its last binding
        String exchange = client.name("auto");
        channel.exchangeDeclare(exchange, "direct", false, true, Map.of());
        String queue = client.boundQueue(exchange, "key");
        // when
        channel.queueDelete(queue);
        // then
        String user = "user_who_performed_action";
        assertEquals("rmq-internal", events.next("exchange.deleted", "name", exchange).header(user));
        assertEquals("rmq-internal", events.next("binding.deleted", "source_name", exchange).header(user));
        assertEquals("guest", events.next("queue.deleted", "name", queue).header(user));
    }

    @Test
    void connectionIsTold() throws Exception {
        // when
        Connection connection = client.connect(factory -> {
            factory.setClientProperties(Map.of("connection_name", "mine"));
            factory.setRequestedHeartbeat(13);
            factory.setRequestedFrameMax(8192);
            factory.setRequestedChannelMax(7);
        });
        int port = ((AMQConnection) connection).getLocalPort();
        connection.close();
        // then
        Seen login = events.next("user.authentication.success", "peer_port", (long) port);
        String name = "127.0.0.1:" + port + " -> 127.0.0.1:" + broker.broker().port();
        assertEquals(Map.of("connection_name", name, "protocol", "{0,9,1}", "connection_type", "network",
                "host", "{127,0,0,1}", "peer_host", "{127,0,0,1}", "peer_port", (long) port, "name", "guest",
                "auth_mechanism", "PLAIN", "ssl", false), login.without(TIME));
        Seen created = events.next("connection.created", "name", name);
        Map<String, Object> rest = created.without(TIME, "pid", "node", "connected_at");
        for (String empty : List.of("ssl_cipher", "ssl_protocol", "ssl_hash", "ssl_key_exchange", "peer_cert_subject",
                "peer_cert_issuer", "peer_cert_validity")) {
            assertEquals("", rest.remove(empty));
        }
        List<String> properties = List.of("{<<\"connection_name\">>,longstr,<<\"mine\">>}");
        Map<String, Object> expected = new LinkedHashMap<>(login.without(TIME, "connection_type", "connection_name"));
        expected.putAll(Map.of("name", name, "type", "network", "timeout", 13L, "frame_max", 8192L, "channel_max", 7L,
                "port", (long) broker.broker().port(), "vhost", "/", "user", "guest"));
        expected.putAll(Map.of("user_provided_name", "mine", "user_who_performed_action", "guest",
                "client_properties", properties));
        assertEquals(expected, rest);
        assertEquals(Map.of("name", name, "pid", created.header("pid"), "node", created.header("node"),
                "client_properties", properties, "user_provided_name", "mine"),
                events.next("connection.closed", "name", name).without(TIME));
    }

    @Test
    void refusedLoginIsTold() throws Exception {
        // when
        assertThrows(AuthenticationFailureException.class, () -> client.connect(factory -> factory.setPassword("no")));
        // then
        Seen failure = events.next("user.authentication.failure", "name", "guest");
        assertEquals(Map.of("protocol", "{0,9,1}", "connection_type", "network", "host", "{127,0,0,1}",
                "peer_host", "{127,0,0,1}", "name", "guest", "auth_mechanism", "PLAIN", "ssl", false),
                failure.without(TIME, "connection_name", "peer_port", "error"));
        assertEquals(failure.header("connection_name"), events.next("connection.closed", any -> true).header("name"));
    }

    @Test
    void channelAndConsumerAreTold() throws Exception {
        // given
        String queue = client.queue();
        Channel other = client.sibling();
        // when
        other.basicQos(17);
        other.basicConsume(queue, false, "tag", false, true, Map.of("x-priority", 3), new DefaultConsumer(other));
        other.basicCancel("tag");
        other.basicConsume(queue, true, "lost", new DefaultConsumer(other));
        other.close();
        // then
        Seen created = events.next("channel.created", "number", 2L);
        String id = (String) created.header("pid");
        String name = (String) created.header("name");
        assertTrue(name.endsWith(" (2)"), name);
        assertEquals(Map.of("vhost", "/", "number", 2L, "user", "guest", "user_who_performed_action", "guest"),
                created.without(TIME, "name", "pid", "connection"));
        assertNotEquals(id, created.header("connection"));
        assertEquals(Map.of("vhost", "/", "queue", queue, "channel", id, "consumer_tag", "tag", "exclusive", true,
                "ack_required", true, "prefetch_count", 17L, "arguments", List.of("{<<\"x-priority\">>,signedint,3}"),
                "user_who_performed_action", "guest"), events.next("consumer.created", "queue", queue).without(TIME));
        assertEquals(Map.of("vhost", "/", "queue", queue, "channel", id, "consumer_tag", "tag",
                "user_who_performed_action", "guest"), events.next("consumer.deleted", "queue", queue).without(TIME));
        assertEquals(false, events.next("consumer.created", "queue", queue).header("ack_required"));
        assertEquals(Map.of("vhost", "/", "queue", queue, "channel", id, "consumer_tag", "lost",
                "user_who_performed_action", "rmq-internal"),
                events.next("consumer.deleted", "queue", queue).without(TIME));
        assertEquals(Map.of("pid", id, "user_who_performed_action", "guest"),
                events.next("channel.closed", any -> true).without(TIME));
    }

    @Test
    void bindingChoosesEvents() throws Exception {
        // given
        Watch queues = new Watch(client.elsewhere(), "amq.rabbitmq.event", "queue.*");
        // when
        String exchange = client.exchange("fanout");
        String queue = client.boundQueue(exchange, "");
        channel.queueDelete(queue);
        // then
        Seen seen = queues.next();
        while (!(seen.key().equals("queue.deleted") && queue.equals(seen.header("name")))) {
            assertTrue(seen.key().startsWith("queue."), seen.key());
            seen = queues.next();
        }
    }
}
