package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** x-message-deduplication: a fanout exchange that drops what it has seen. */
@WithBroker
@LeveretOnly("the plugin is not among those of Debian's RabbitMQ 3.10")
class DeduplicationExchangeTest {

    private static final String TYPE = "x-message-deduplication";

    private static void publish(Client client, String exchange, Object key, String text) throws Exception {
        client.publishWithHeaders(exchange, "", Map.of("x-deduplication-header", key), text);
    }

    @Test
    void repeatedMessagesAreConfirmedAndDropped(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE, Map.of("x-cache-size", 10));
        String first = client.boundQueue(exchange, "a");
        String second = client.boundQueue(exchange, "b");
        // when
        publish(client, exchange, "1", "m1");
        publish(client, exchange, "1", "again");
        publish(client, exchange, "2", "m2");
        publish(client, exchange, 1, "a number");
        client.publish(exchange, "", "no key", "no key");
        // then
        List<String> expected = List.of("m1", "m2", "a number", "no key", "no key");
        assertEquals(expected, client.drain(first));
        assertEquals(expected, client.drain(second));
    }

    @Test
    void exchangeOfAnyTypeDeduplicatesWhatHasWaited(Client client) throws Exception {
        // given an exchange that delays and deduplicates
        String exchange = client.exchange("direct", Map.of(
                "x-delayed-exchange", true, "x-message-deduplication", true, "x-cache-size", 10));
        String queue = client.boundQueue(exchange, "");
        // when a message waits twice, and a later one comes
        for (String text : List.of("m1", "again")) {
            client.publishWithHeaders(exchange, "", Map.of("x-deduplication-header", "1", "x-delay", 1), text);
        }
        client.publishWithHeaders(exchange, "", Map.of("x-deduplication-header", "2", "x-delay", 50), "m2");
        // then
        client.awaitReady(queue, 2);
        assertEquals(List.of("m1", "m2"), client.drain(queue));
    }

    @Test
    void deadLettersAreDeduplicatedToo(Client client) throws Exception {
        // given a queue whose messages die at once
        String exchange = client.exchange(TYPE, Map.of("x-cache-size", 10));
        String queue = client.boundQueue(exchange, "");
        String dying = client.name("dying");
        client.channel().queueDeclare(dying, true, false, false,
                Map.of("x-message-ttl", 0, "x-dead-letter-exchange", exchange));
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .deliveryMode(2)
                .headers(Map.of("x-deduplication-header", "1"))
                .build();
        // when
        client.publish("", dying, properties, "m1", "again");
        client.publish("", dying, "no key");
        // then
        client.awaitReady(queue, 2);
        assertEquals(List.of("m1", "no key"), client.drain(queue));
        client.channel().queueDelete(dying);
    }

    @Test
    void keyIsForgottenAfterItsTime(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE, Map.of("x-cache-size", "10", "x-cache-ttl", 50));
        String queue = client.boundQueue(exchange, "");
        publish(client, exchange, "1", "m");
        // then
        Deadline.await("the key is forgotten", () -> {
            publish(client, exchange, "1", "m");
            return client.ready(queue) > 1;
        });
    }

    @Test
    void repeatedMessagesGoToTheAlternateExchange(Client client) throws Exception {
        // given
        String alternate = client.exchange("fanout");
        String repeated = client.boundQueue(alternate, "");
        String exchange = client.exchange(TYPE, Map.of("x-cache-size", 10, "alternate-exchange", alternate));
        client.boundQueue(exchange, "");
        // when
        publish(client, exchange, "1", "m");
        publish(client, exchange, "1", "again");
        // then
        assertEquals(List.of("again"), client.drain(repeated));
    }

    @Test
    void sizeOfTheCacheHasToBeGiven(Client client) throws Exception {
        Channel channel = client.channel();
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclare(client.name("refused"), TYPE));
        assertEquals(channelClose(406, "PRECONDITION_FAILED - Missing or invalid argument, 'x-cache-size' must be an"
                + " integer greater than 0", EXCHANGE_DECLARE), reason);
    }
}
