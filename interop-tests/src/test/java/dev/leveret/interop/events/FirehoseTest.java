package dev.leveret.interop.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.impl.AMQConnection;
import dev.leveret.interop.events.Watch.Seen;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** RabbitMQ doc page "Firehose Tracer": a copy of each message that is published or delivered, while that is on. */
@ResourceLock(OwnBroker.LOCK)
class FirehoseTest {

    private static OwnBroker broker;
    private Client client;
    private Channel channel;
    private Watch copies;

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
        broker.trace(true);
        client = broker.client();
        channel = client.channel();
        copies = new Watch(client.elsewhere(), "amq.rabbitmq.trace", "#");
    }

    @AfterEach
    void end() throws Exception {
        client.close();
    }

    @Test
    void publishedMessageIsCopiedWithAllThatIsKnownOfIt() throws Exception {
        // given
        String exchange = client.exchange("fanout");
        String first = client.boundQueue(exchange, "");
        String second = client.boundQueue(exchange, "");
        // when
        channel.basicPublish(exchange, "key", allProperties(), Client.bytes("body"));
        // then
        Seen copy = copies.next();
        assertEquals("publish." + exchange, copy.key());
        assertEquals("amq.rabbitmq.trace", copy.delivery().getEnvelope().getExchange());
        assertEquals("body", copy.body());
        assertEquals(new AMQP.BasicProperties.Builder().headers(copy.delivery().getProperties().getHeaders()).build(),
                copy.delivery().getProperties());
        Map<String, Object> expected = headers(exchange, List.of("key"), propertiesAsTable());
        expected.put("routed_queues", List.copyOf(new TreeSet<>(Set.of(first, second))));
        assertEquals(expected, new LinkedHashMap<>(copy.without("node")));
    }

    @Test
    void deliveryIsCopiedWithAllThatIsKnownOfIt() throws Exception {
        // given
        String queue = client.queue();
        Inbox inbox = Inbox.noAck(channel, queue);
        // when
        channel.basicPublish("", queue, allProperties(), Client.bytes("body"));
        inbox.next();
        // then
        assertEquals("publish.", copies.next().key());
        Seen copy = copies.next();
        assertEquals("deliver." + queue, copy.key());
        assertEquals("body", copy.body());
        Map<String, Object> expected = headers("", List.of(queue), propertiesAsTable());
        expected.put("redelivered", 0);
        assertEquals(expected, new LinkedHashMap<>(copy.without("node")));
    }

    @Test
    void fetchedMessageIsCopiedEachTimeItGoesOut() throws Exception {
        // given
        String queue = client.queue();
        channel.basicPublish("", queue, null, Client.bytes("body"));
        // when
        channel.basicNack(channel.basicGet(queue, false).getEnvelope().getDeliveryTag(), false, true);
        channel.basicGet(queue, true);
        channel.basicGet(queue, true);
        // then
        Seen published = copies.next();
        assertEquals(List.of("publish.", Map.of()), List.of(published.key(), published.header("properties")));
        Seen first = copies.next();
        assertEquals(List.of("deliver." + queue, 0), List.of(first.key(), first.header("redelivered")));
        Seen second = copies.next();
        assertEquals(List.of("deliver." + queue, 1), List.of(second.key(), second.header("redelivered")));
    }

    @Test
    void messageThatGoesNowhereIsCopiedToo() throws Exception {
        // when
        channel.basicPublish("amq.direct", "nowhere-" + client.name("key"), true, null, Client.bytes("body"));
        // then
        Seen copy = copies.next();
        assertEquals(List.of("publish.amq.direct", List.of()), List.of(copy.key(), copy.header("routed_queues")));
    }

    @Test
    void allKeysOfAMessageAreNamedAndBccIsNotPassedOn() throws Exception {
        // given
        String first = client.queue();
        String second = client.queue();
        String third = client.queue();
        // when
        client.publishWithHeaders("", first, Map.of("CC", List.of(second), "BCC", List.of(third)), "body");
        // then
        Seen copy = copies.next();
        assertEquals(List.of(first, second, third), copy.header("routing_keys"));
        assertEquals(List.copyOf(new TreeSet<>(Set.of(first, second, third))), copy.header("routed_queues"));
        assertEquals(Map.of("headers", Map.of("CC", List.of(second))), copy.header("properties"));
    }

    @Test
    void copiesAreNotCopiedAndNeitherIsTheirDelivery() throws Exception {
        // given
        String queue = client.queue();
        Watch second = new Watch(client.elsewhere(), "amq.rabbitmq.trace", "#");
        // when
        client.publish("", queue, "one", "two");
        client.drain(queue);
        // then
        for (Watch watch : List.of(copies, second)) {
            assertEquals(List.of("publish. one", "publish. two", "deliver." + queue + " one", "deliver." + queue + " two"),
                    List.of(line(watch), line(watch), line(watch), line(watch)));
        }
        channel.basicPublish("", "last", null, Client.bytes("last"));
        assertEquals("publish. last", line(copies));
        assertEquals("publish. last", line(second));
    }

    @Test
    void publishInATransactionIsCopiedAtOnce() throws Exception {
        // given
        String queue = client.queue();
        Channel transactional = client.sibling();
        transactional.txSelect();
        // when
        transactional.basicPublish("", queue, null, Client.bytes("body"));
        // then
        assertEquals("publish. body", line(copies));
        transactional.txRollback();
    }

    @Test
    void keyChoosesCopies() throws Exception {
        // given
        String queue = client.queue();
        Watch deliveries = new Watch(client.elsewhere(), "amq.rabbitmq.trace", "deliver." + queue);
        // when
        client.publish("", queue, "one");
        client.drain(queue);
        // then
        assertEquals("deliver." + queue + " one", line(deliveries));
    }

    @Test
    @LeveretOnly("uses the broker's own commands")
    void channelsThatAreOpenFollowTheSwitch() throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "traced");
        // when it is off for a while
        broker.trace(false);
        client.publish("", queue, "secret");
        client.drain(queue);
        broker.trace(true);
        client.publish("", queue, "traced again");
        // then
        assertEquals(List.of("publish. traced", "publish. traced again"), List.of(line(copies), line(copies)));
    }

    private static String line(Watch watch) throws InterruptedException {
        Seen seen = watch.next();
        return seen.key() + " " + seen.body();
    }

    private Map<String, Object> headers(String exchange, List<String> keys, Map<String, Object> properties) {
        int port = ((AMQConnection) channel.getConnection()).getLocalPort();
        return new LinkedHashMap<>(Map.of(
                "exchange_name", exchange,
                "routing_keys", keys,
                "properties", properties,
                "vhost", "/",
                "connection", "127.0.0.1:" + port + " -> 127.0.0.1:" + broker.broker().port(),
                "channel", channel.getChannelNumber(),
                "user", "guest"));
    }

    private static AMQP.BasicProperties allProperties() {
        return new AMQP.BasicProperties("text/plain", "utf8", Map.of("h", 1L, "s", "x"), 2, 3, "correlation", "reply",
                "60000", "id", new Date(1_700_000_000_000L), "type", "guest", "app", "cluster");
    }

    private static Map<String, Object> propertiesAsTable() {
        Map<String, Object> table = new LinkedHashMap<>(Map.of("content_type", "text/plain", "content_encoding", "utf8",
                "headers", Map.of("h", 1L, "s", "x"), "delivery_mode", 2, "priority", 3, "correlation_id", "correlation",
                "reply_to", "reply", "expiration", "60000", "message_id", "id", "timestamp", 1_700_000_000));
        table.putAll(Map.of("type", "type", "user_id", "guest", "app_id", "app", "cluster_id", "cluster"));
        return table;
    }
}
