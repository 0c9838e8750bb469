package dev.leveret.interop.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** direct: the routing key is a binding key, octet for octet. */
@WithBroker
class DirectExchangeTest {

    @Test
    void keyDecidesTheQueue(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String red = client.boundQueue(exchange, "red");
        String blue = client.boundQueue(exchange, "blue");
        // when
        client.publish(exchange, "red", "r");
        client.publish(exchange, "blue", "b");
        client.publish(exchange, "green", "g");
        client.publish(exchange, "Red", "R");
        // then
        assertEquals(List.of("r"), client.drain(red));
        assertEquals(List.of("b"), client.drain(blue));
    }

    @Test
    void queuesWithTheSameKeyEachGetACopy(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String first = client.boundQueue(exchange, "key");
        String second = client.boundQueue(exchange, "key");
        // when
        client.publish(exchange, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(first));
        assertEquals(List.of("message"), client.drain(second));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "*", "#", "a.b", "schlüssel", "ключ", "\uD83D\uDC07"})
    void anyTextIsAKey(String key, Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String queue = client.boundQueue(exchange, key);
        String other = client.boundQueue(exchange, key + "x");
        // when
        client.publish(exchange, key, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
        assertEquals(List.of(), client.drain(other));
    }

    @Test
    void keyOf255OctetsWorks(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String key = "k".repeat(255);
        String queue = client.boundQueue(exchange, key);
        // when
        client.publish(exchange, key, "message");
        client.publish(exchange, key.substring(1), "too short");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void unboundKeyIsNotReachedAnyMore(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String queue = client.boundQueue(exchange, "key");
        client.channel().queueBind(queue, exchange, "other");
        // when
        client.channel().queueUnbind(queue, exchange, "key");
        client.publish(exchange, "key", "gone");
        client.publish(exchange, "other", "still here");
        // then
        assertEquals(List.of("still here"), client.drain(queue));
    }

    @Test
    void predeclaredExchangeWorks(Client client) throws Exception {
        // given
        String key = client.name("key");
        String queue = client.boundQueue("amq.direct", key);
        // when
        client.publish("amq.direct", key, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }
}
