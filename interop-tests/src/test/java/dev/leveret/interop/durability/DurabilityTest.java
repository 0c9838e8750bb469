package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Durable definitions and confirmed persistent messages outlive the broker, whatever its end; nothing else does.
 * Everything is prepared first, then the broker is ended and started again, then each test looks at its own part.
 */
@LeveretOnly("stops and kills the broker")
@ParameterizedClass
@EnumSource
class DurabilityTest {

    private static final AMQP.BasicProperties PERSISTENT = MessageProperties.PERSISTENT_BASIC;
    private static final String[] MANY = IntStream.range(0, 2000).mapToObj(i -> "m" + i).toArray(String[]::new);
    private static final byte[] BIG = new byte[1_000_000];
    private static final AMQP.BasicProperties PROPERTIES = new AMQP.BasicProperties.Builder().deliveryMode(2)
            .contentType("text/plain").correlationId("c").headers(Map.of("n", 5, "t", Map.of("x", true))).build();

    @TempDir
    private static Path data;

    private static RestartableBroker broker;

    @Parameter
    private End end;

    @BeforeParameterizedClassInvocation
    static void prepareAndRestart(End end) throws Exception {
        broker = new RestartableBroker(data.resolve(end.name()));
        Client client = broker.client();
        Arrays.fill(BIG, (byte) 7);
        declareDurables(client.channel());
        declareWhatGoes(client.channel());
        publishMany(client);
        publishBig(client.channel());
        settleSome(client);
        commitSome(client);
        broker.restart(end);
    }

    @AfterParameterizedClassInvocation
    static void stop() throws IOException, TimeoutException {
        broker.close();
    }

    private static void declareDurables(Channel channel) throws Exception {
        channel.exchangeDeclare("caught", "fanout", true);
        channel.exchangeDeclare("entry", "topic", true, false, Map.of("alternate-exchange", "caught"));
        channel.exchangeDeclare("by-headers", "headers", true);
        channel.exchangeDeclare("middle", "direct", true, false, true, Map.of());
        channel.queueDeclare("inbox", true, false, false, Map.of("x-anything", Map.of("nested", List.of(1, "two"))));
        channel.queueBind("inbox", "caught", "");
        channel.exchangeBind("middle", "entry", "by.*");
        channel.queueBind("inbox", "middle", "by.key");
        channel.queueBind("inbox", "by-headers", "", Map.of("x-match", "all", "kind", "mail", "n", 5));
    }

    @Test
    void durableDefinitionsAreThereAsTheyWere() throws Exception {
        Client client = broker.client();
        // when
        client.publish("entry", "by.key", "routed by key");
        client.publishWithHeaders("by-headers", "", Map.of("kind", "mail", "n", 5), "routed by headers");
        client.publish("entry", "elsewhere", "caught by the alternate");
        // then
        assertEquals(List.of("routed by key", "routed by headers", "caught by the alternate"), client.drain("inbox"));
        // and declaring them again as they are succeeds
        declareDurables(client.channel());
    }

    private static void declareWhatGoes(Channel channel) throws Exception {
        channel.exchangeDeclare("transient-exchange", "direct", false);
        channel.exchangeDeclare("deleted-exchange", "direct", true);
        channel.queueDeclare("transient-queue", false, false, false, Map.of());
        channel.queueDeclare("exclusive-queue", true, true, false, Map.of());
        channel.queueDeclare("deleted-queue", true, false, false, Map.of());
        channel.queueDeclare("kept", true, false, false, Map.of());
        channel.queueBind("kept", "amq.direct", "unbound");
        channel.queueBind("kept", "amq.direct", "bound");
        channel.exchangeDeclare("transient-source", "direct", false);
        channel.queueBind("kept", "transient-source", "");
        channel.queueDelete("deleted-queue");
        channel.exchangeDelete("deleted-exchange");
        channel.queueUnbind("kept", "amq.direct", "unbound");
    }

    @Test
    void whatIsNotDurableOrWasDeletedIsGone() throws Exception {
        Client client = broker.client();
        for (String exchange : List.of("transient-exchange", "deleted-exchange", "transient-source")) {
            assertFalse(client.exchangeExists(exchange), exchange);
        }
        for (String queue : List.of("transient-queue", "exclusive-queue", "deleted-queue")) {
            assertFalse(client.queueExists(queue), queue);
        }
        // and when
        client.publish("amq.direct", "unbound", "not routed");
        client.publish("amq.direct", "bound", "routed");
        // then
        assertEquals(List.of("routed"), client.drain("kept"));
    }

    private static void publishMany(Client client) throws Exception {
        client.channel().queueDeclare("many", true, false, false, Map.of());
        client.publish("", "many", PERSISTENT, MANY);
    }

    @Test
    void confirmedPersistentMessagesAreThereInOrder() throws Exception {
        assertEquals(List.of(MANY), broker.client().drain("many"));
    }

    private static void publishBig(Channel channel) throws Exception {
        channel.queueDeclare("big", true, false, false, Map.of());
        channel.queueBind("big", "amq.topic", "a.#");
        channel.confirmSelect();
        channel.basicPublish("amq.topic", "a.b.c", PROPERTIES, BIG);
        channel.waitForConfirmsOrDie(10_000);
    }

    @Test
    void messagesKeepTheirAddressPropertiesAndBody() throws Exception {
        // when
        GetResponse got = broker.client().channel().basicGet("big", true);
        // then
        assertEquals(PROPERTIES, got.getProps());
        assertEquals("amq.topic", got.getEnvelope().getExchange());
        assertEquals("a.b.c", got.getEnvelope().getRoutingKey());
        assertTrue(Arrays.equals(BIG, got.getBody()));
    }

    private static void settleSome(Client client) throws Exception {
        client.channel().queueDeclare("settled", true, false, false, Map.of());
        client.publish("", "settled", PERSISTENT, "purged", "purged too");
        client.channel().queuePurge("settled");
        client.publish("", "settled", PERSISTENT, "acked", "rejected", "held", "taken", "ready");
        client.publish("", "settled", "transient");
        Channel tx = client.elsewhere();
        tx.txSelect();
        tx.basicAck(tx.basicGet("settled", false).getEnvelope().getDeliveryTag(), false);
        tx.basicReject(tx.basicGet("settled", false).getEnvelope().getDeliveryTag(), false);
        tx.txCommit();
        client.channel().basicGet("settled", false);
        client.channel().basicGet("settled", true);
        // What was taken is removed in a round that this one's round can not come before.
        client.publish("", "settled", PERSISTENT, "last");
    }

    @Test
    void settledPurgedAndTransientMessagesAreGone() throws Exception {
        assertEquals(List.of("held", "ready", "last"), broker.client().drain("settled"));
    }

    private static void commitSome(Client client) throws Exception {
        client.channel().queueDeclare("even", true, false, false, Map.of());
        client.channel().queueDeclare("odd", true, false, false, Map.of());
        Channel tx = client.elsewhere();
        tx.txSelect();
        for (int i = 0; i < 10; i++) {
            tx.basicPublish("", i % 2 == 0 ? "even" : "odd", PERSISTENT, Client.bytes("m" + i));
        }
        tx.txCommit();
        tx.basicPublish("", "even", PERSISTENT, Client.bytes("not committed"));
    }

    @Test
    void committedTransactionIsThereAsAWhole() throws Exception {
        assertEquals(List.of("m0", "m2", "m4", "m6", "m8"), broker.client().drain("even"));
        assertEquals(List.of("m1", "m3", "m5", "m7", "m9"), broker.client().drain("odd"));
    }
}
