package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a quorum queue is there after a stop and after a kill. */
@LeveretOnly("ends the broker")
class QuorumQueueRestartTest {

    private static AMQP.BasicProperties priority(Integer priority) {
        return new AMQP.BasicProperties.Builder().deliveryMode(1).priority(priority).build();
    }

    private static GetResponse get(Channel channel, String queue) throws Exception {
        GetResponse got = channel.basicGet(queue, false);
        assertNotNull(got);
        return got;
    }

    private static long count(GetResponse got) {
        return (Long) got.getProps().getHeaders().get("x-delivery-count");
    }

    /** What was sent before it is durable when this is: the rounds of the store are in order. */
    private static void awaitRound(Client client) throws Exception {
        client.channel().queueDeclare("marker", true, false, false, null);
        client.publish("", "marker", new AMQP.BasicProperties.Builder().deliveryMode(2).build(), "marker");
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void transientMessagesStayInTheirOrder(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            Client client = broker.client();
            client.channel().queueDeclare("q", true, false, false, Map.of("x-queue-type", "quorum"));
            client.publish("", "q", priority(1), "low");
            client.publish("", "q", priority(null), "none", "none too");
            client.publish("", "q", priority(9), "high");
            // when
            broker.restart(end);
            // then
            assertEquals(List.of("high", "none", "none too", "low"), broker.client().drain("q"));
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void countsOfReturnsGoOn(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a message that came back twice, in a queue that takes it three times
            Client client = broker.client();
            client.channel().queueDeclare("dead", true, false, false, null);
            client.channel().queueDeclare("q", true, false, false, Map.of(
                    "x-queue-type", "quorum", "x-delivery-limit", 3,
                    "x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
            client.publish("", "q", priority(null), "poison");
            for (int i = 0; i < 2; i++) {
                client.channel().basicNack(get(client.channel(), "q").getEnvelope().getDeliveryTag(), false, true);
            }
            awaitRound(client);
            // when
            broker.restart(end);
            // then it counts from there, and dies when it has come back too often
            Channel channel = broker.client().channel();
            for (int expected = 2; expected <= 3; expected++) {
                GetResponse got = get(channel, "q");
                assertTrue(got.getEnvelope().isRedeliver());
                assertEquals(expected, count(got));
                channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
            }
            assertNull(channel.basicGet("q", true));
            broker.client().awaitReady("dead", 1);
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void messageThatWaitedIsReadyAtOnce(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a message that is to be ready again in an hour
            Client client = broker.client();
            client.channel().queueDeclare("q", true, false, false, Map.of(
                    "x-queue-type", "quorum", "x-delayed-retry-type", "all",
                    "x-delayed-retry-min", 3_600_000, "x-delayed-retry-max", 3_600_000));
            client.publish("", "q", priority(null), "m");
            client.channel().basicReject(get(client.channel(), "q").getEnvelope().getDeliveryTag(), true);
            assertNull(client.channel().basicGet("q", true));
            awaitRound(client);
            // when
            broker.restart(end);
            // then
            assertEquals(1, count(get(broker.client().channel(), "q")));
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void letterThatFoundNoQueueIsReadyAgain(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a dead letter that nobody takes
            Client client = broker.client();
            client.channel().queueDeclare("q", true, false, false, Map.of(
                    "x-queue-type", "quorum", "x-overflow", "reject-publish", "x-dead-letter-strategy", "at-least-once",
                    "x-dead-letter-exchange", "nowhere"));
            client.publish("", "q", priority(null), "letter");
            client.channel().basicReject(get(client.channel(), "q").getEnvelope().getDeliveryTag(), false);
            awaitRound(client);
            // when
            broker.restart(end);
            // then it is where it was
            assertEquals(List.of("letter"), broker.client().drain("q"));
        }
    }
}
