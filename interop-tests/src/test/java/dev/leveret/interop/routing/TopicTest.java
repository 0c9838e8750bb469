package dev.leveret.interop.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** topic: keys are words between dots; {@code *} stands for one word, {@code #} for any number of them. */
@WithBroker
class TopicTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', value = {
        "a.b.c     | a.b.c     | true",
        "a.b.c     | a.b       | false",
        "a.b.c     | a.b.c.d   | false",
        "a.*.c     | a.b.c     | true",
        "a.*.c     | a.c       | false",
        "a.*.c     | a.b.b.c   | false",
        "a.*.c     | a..c      | true",
        "*         | a         | true",
        "*         | ''        | false",
        "*         | a.b       | false",
        "*.*       | .         | true",
        "*.*       | a.        | true",
        "*.*       | a         | false",
        "#         | ''        | true",
        "#         | a         | true",
        "#         | a.b.c.d   | true",
        "#         | .         | true",
        "a.#       | a         | true",
        "a.#       | a.b.c     | true",
        "a.#       | ab        | false",
        "a.#       | b.a       | false",
        "#.a       | a         | true",
        "#.a       | b.c.a     | true",
        "#.a       | a.b       | false",
        "a.#.b     | a.b       | true",
        "a.#.b     | a.x.y.b   | true",
        "a.#.b     | a.b.x     | false",
        "#.b.#     | b         | true",
        "#.b.#     | a.b.c     | true",
        "#.b.#     | a.c       | false",
        "*.#       | a         | true",
        "*.#       | ''        | false",
        "#.*       | a.b       | true",
        "#.#       | ''        | true",
        "#.#       | a.b       | true",
        "*.#.*     | a         | false",
        "*.#.*     | a.b       | true",
        "a.#.#.b   | a.b       | true",
        "#.a.#.a.# | a.a       | true",
        "#.a.#.a.# | a         | false",
        "''        | ''        | true",
        "''        | a         | false",
        "a.        | a.        | true",
        "a.        | a         | false",
        ".a        | .a        | true",
        "a..b      | a..b      | true",
        "a..b      | a.b       | false",
        "a*        | ab        | false",
        "a*        | a*        | true",
        "a#.b      | a#.b      | true",
        "stöck.*   | stöck.ü   | true",
    })
    void bindingKeyMatches(String bindingKey, String routingKey, boolean matches, Client client) throws Exception {
        // given
        String exchange = client.exchange("topic");
        String queue = client.boundQueue(exchange, bindingKey);
        // when
        client.publish(exchange, routingKey, "message");
        // then
        assertEquals(matches ? List.of("message") : List.of(), client.drain(queue));
    }

    @Test
    void queueThatMatchesInSeveralWaysGetsOneCopy(Client client) throws Exception {
        // given
        String exchange = client.exchange("topic");
        String queue = client.boundQueue(exchange, "a.b");
        for (String key : List.of("#", "*.b", "a.*", "*.*", "#.b", "a.#")) {
            client.channel().queueBind(queue, exchange, key);
        }
        // when
        client.publish(exchange, "a.b", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void unbindingOneOfTwoOverlappingKeysLeavesTheOther(Client client) throws Exception {
        // given
        String exchange = client.exchange("topic");
        String queue = client.boundQueue(exchange, "a.#");
        client.channel().queueBind(queue, exchange, "a.b.*");
        // when
        client.channel().queueUnbind(queue, exchange, "a.#");
        client.publish(exchange, "a.b.c", "one");
        client.publish(exchange, "a.x", "two");
        // then
        assertEquals(List.of("one"), client.drain(queue));
    }

    @Test
    void predeclaredExchangeWorks(Client client) throws Exception {
        // given
        String word = client.name("word");
        String queue = client.boundQueue("amq.topic", word + ".*");
        // when
        client.publish("amq.topic", word + ".x", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    @LeveretOnly("RabbitMQ takes minutes for so many bindings")
    void hundredThousandBindingsAreNoBurden(Client client) throws Exception {
        // given
        String exchange = client.exchange("topic");
        String queue = client.queue();
        for (int i = 0; i < 100_000; i++) {
            client.channel().queueBindNoWait(queue, exchange, "a." + i + ".*", Map.of());
        }
        String last = client.boundQueue(exchange, "a.99999.#");
        // when
        client.publish(exchange, "a.5.x", "five");
        client.publish(exchange, "a.99999.x", "last");
        client.publish(exchange, "a.100000.x", "none");
        // then
        assertEquals(List.of("five", "last"), client.drain(queue));
        assertEquals(List.of("last"), client.drain(last));
        // and when
        client.channel().queueDelete(queue);
        client.publish(exchange, "a.99999.y", "after");
        // then
        assertEquals(List.of("after"), client.drain(last));
    }
}
