package dev.leveret.interop.queues;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages of a quorum queue that come back: their count, its limit, and the time that they may have to wait. */
@WithBroker
class DeliveryLimitTest {

    /** How a message comes back. */
    enum Way {
        NACK,
        REJECT,
        RECOVER,
        CHANNEL_CLOSED
    }

    private static String declare(Client client, Map<String, Object> more) throws Exception {
        Map<String, Object> arguments = new HashMap<>(Map.of("x-queue-type", "quorum"));
        arguments.putAll(more);
        return client.channel().queueDeclare(client.name("quorum"), true, false, false, arguments).getQueue();
    }

    private static GetResponse get(Channel channel, String queue) throws Exception {
        List<GetResponse> got = new ArrayList<>();
        Deadline.await("a message", () -> {
            GetResponse response = channel.basicGet(queue, false);
            if (response != null) {
                got.add(response);
            }
            return response != null;
        });
        return got.getFirst();
    }

    private static void giveBack(Channel channel, GetResponse got, Way way) throws Exception {
        long tag = got.getEnvelope().getDeliveryTag();
        switch (way) {
            case NACK -> channel.basicNack(tag, false, true);
            case REJECT -> channel.basicReject(tag, true);
            case RECOVER -> channel.basicRecover(true);
            case CHANNEL_CLOSED -> channel.close();
        }
    }

    /** What the header says; 3.10 has it at the first delivery too. */
    private static long count(GetResponse got) {
        Map<String, Object> headers = got.getProps().getHeaders();
        Object count = headers == null ? null : headers.get("x-delivery-count");
        return count == null ? 0 : (Long) count;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void messageThatComesBackTooOftenIsDeadLettered(Way way, Client client) throws Exception {
        // given a queue whose messages may come back twice
        String dead = client.queue();
        String queue = declare(client, Map.of(
                "x-delivery-limit", 2, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", dead));
        client.publishWithHeaders("", queue, Map.of("a", 1), "poison");
        // when it comes back three times
        for (int i = 0; i < 3; i++) {
            Channel channel = client.sibling();
            GetResponse got = get(channel, queue);
            assertEquals(i, count(got));
            assertEquals(i > 0, got.getEnvelope().isRedeliver());
            giveBack(channel, got, way);
        }
        // then it is a dead letter, and as it was published but for that
        GetResponse letter = get(client.channel(), dead);
        Map<String, Object> headers = letter.getProps().getHeaders();
        assertFalse(headers.containsKey("x-delivery-count"));
        assertEquals(1, headers.get("a"));
        assertEquals("delivery_limit", headers.get("x-first-death-reason").toString());
        Map<?, ?> death = (Map<?, ?>) ((List<?>) headers.get("x-death")).getFirst();
        assertEquals(queue, death.get("queue").toString());
        assertEquals("delivery_limit", death.get("reason").toString());
        assertEquals(1L, death.get("count"));
        assertEquals(0, client.ready(queue));
        client.channel().queueDelete(queue);
    }

    @Test
    void withoutADeadLetterExchangeItIsDropped(Client client) throws Exception {
        // given
        String queue = declare(client, Map.of("x-delivery-limit", 0));
        client.publish("", queue, "poison");
        Channel channel = client.channel();
        // when
        giveBack(channel, get(channel, queue), Way.NACK);
        // then
        Deadline.await("it is gone", () -> client.ready(queue) == 0);
        assertNull(channel.basicGet(queue, true));
        channel.queueDelete(queue);
    }

    @Test
    void countOfAClassicQueueIsNotTold(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "message");
        // when
        giveBack(client.channel(), get(client.channel(), queue), Way.NACK);
        GetResponse again = get(client.channel(), queue);
        // then
        assertTrue(again.getEnvelope().isRedeliver());
        assertNull(again.getProps().getHeaders());
    }

    @Test
    @LeveretOnly("3.10 has no limit unless one is named")
    void limitIsTwenty(Client client) throws Exception {
        // given
        String queue = declare(client, Map.of());
        client.publish("", queue, "poison");
        Channel channel = client.channel();
        // when
        for (int i = 0; i <= 20; i++) {
            GetResponse got = get(channel, queue);
            assertEquals(i, count(got));
            giveBack(channel, got, Way.NACK);
        }
        // then
        assertNull(channel.basicGet(queue, true));
        channel.queueDelete(queue);
    }

    @Test
    @LeveretOnly("since RabbitMQ 4.3")
    void returnedMessageWaits(Client client) throws Exception {
        // given
        String queue = declare(client, Map.of(
                "x-delayed-retry-type", "all", "x-delayed-retry-min", 150, "x-delayed-retry-max", 200));
        client.publish("", queue, "m");
        Channel channel = client.channel();
        GetResponse got = get(channel, queue);
        // when
        long start = System.nanoTime();
        giveBack(channel, got, Way.REJECT);
        // then it is not there at once, but later
        assertNull(channel.basicGet(queue, true));
        GetResponse again = get(channel, queue);
        assertTrue(System.nanoTime() - start >= 150_000_000);
        assertEquals(1, count(again));
        channel.queueDelete(queue);
    }

    @Test
    @LeveretOnly("RabbitMQ does not look for a queue again before three minutes")
    void letterThatFindsNoQueueStaysWithAtLeastOnce(Client client) throws Exception {
        // given a queue whose letters go where nobody has bound anything
        String exchange = client.exchange("direct");
        String queue = declare(client, Map.of(
                "x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish",
                "x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "dead"));
        client.publish("", queue, persistent(), "first", "second");
        Channel channel = client.channel();
        for (int i = 0; i < 2; i++) {
            channel.basicReject(get(channel, queue).getEnvelope().getDeliveryTag(), false);
        }
        // when somebody does
        String dead = client.boundQueue(exchange, "dead");
        // then they come, in order
        assertEquals("first", Client.text(get(channel, dead)));
        assertEquals("second", Client.text(get(channel, dead)));
        channel.queueDelete(queue);
    }

    @Test
    @LeveretOnly("RabbitMQ does not look for an exchange again before three minutes")
    void letterWithoutAnExchangeStaysWithAtLeastOnce(Client client) throws Exception {
        // given a queue whose letters go to an exchange that is not there
        String exchange = client.name("exchange");
        String queue = declare(client, Map.of(
                "x-dead-letter-strategy", "at-least-once", "x-overflow", "reject-publish",
                "x-dead-letter-exchange", exchange, "x-dead-letter-routing-key", "dead"));
        client.publish("", queue, persistent(), "letter");
        Channel channel = client.channel();
        channel.basicReject(get(channel, queue).getEnvelope().getDeliveryTag(), false);
        // when it is made
        channel.exchangeDeclare(exchange, "direct", false, true, null);
        String dead = client.boundQueue(exchange, "dead");
        // then
        assertEquals("letter", Client.text(get(channel, dead)));
        channel.queueDelete(queue);
    }

    private static AMQP.BasicProperties persistent() {
        return new AMQP.BasicProperties.Builder().deliveryMode(2).build();
    }
}
