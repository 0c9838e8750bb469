package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_BIND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.NeedsPlugin;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** x-consistent-hash: a message goes to one queue, which its hash chooses. */
@WithBroker
@NeedsPlugin("rabbitmq_consistent_hash_exchange")
class ConsistentHashExchangeTest {

    private static final String TYPE = "x-consistent-hash";
    private static final int MESSAGES = 3000;

    /** Publishes messages of these keys and properties, the index as the body, and waits until all have arrived. */
    private static void publish(Client client, String exchange, IntFunction<String> key, IntFunction<BasicProperties> properties)
            throws Exception {
        client.channel().confirmSelect();
        for (int i = 0; i < MESSAGES; i++) {
            client.channel().basicPublish(exchange, key.apply(i), properties.apply(i), Client.bytes("" + i));
        }
        client.channel().waitForConfirmsOrDie(TimeUnit.SECONDS.toMillis(20));
    }

    private static List<Set<String>> bodies(Client client, List<String> queues) throws Exception {
        List<Set<String>> bodies = new ArrayList<>();
        for (String queue : queues) {
            List<String> all = client.drain(queue);
            Set<String> distinct = new HashSet<>(all);
            assertEquals(all.size(), distinct.size());
            bodies.add(distinct);
        }
        return bodies;
    }

    @Test
    void sharesFollowTheWeightsAndEveryMessageGoesToOneQueue(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        List<String> queues = List.of(client.boundQueue(exchange, "1"), client.boundQueue(exchange, "2"),
                client.boundQueue(exchange, "3"));
        // when
        publish(client, exchange, i -> "key-" + i, i -> null);
        // then
        int sum = 0;
        for (int i = 0; i < 3; i++) {
            int ready = client.ready(queues.get(i));
            double expected = MESSAGES * (i + 1) / 6.0;
            assertEquals(expected, ready, expected * 0.3);
            sum += ready;
        }
        assertEquals(MESSAGES, sum);
    }

    @Test
    void fewMessagesMoveWhenAQueueJoins(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            queues.add(client.boundQueue(exchange, "1"));
        }
        publish(client, exchange, i -> "key-" + i, i -> null);
        List<Set<String>> before = bodies(client, queues);
        // when
        String joining = client.boundQueue(exchange, "1");
        publish(client, exchange, i -> "key-" + i, i -> null);
        // then
        List<Set<String>> after = bodies(client, queues);
        for (int i = 0; i < 4; i++) {
            assertTrue(before.get(i).containsAll(after.get(i)), "moved between two that were there");
        }
        assertEquals(MESSAGES / 5.0, client.ready(joining), MESSAGES / 20.0);
    }

    @Test
    @LeveretOnly("the plugin moves the keys of all queues that were bound later")
    void onlyTheMessagesOfAQueueMoveWhenItLeaves(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        String leaving = client.boundQueue(exchange, "1");
        List<String> queues = List.of(client.boundQueue(exchange, "1"), client.boundQueue(exchange, "1"));
        publish(client, exchange, i -> "key-" + i, i -> null);
        List<Set<String>> before = bodies(client, queues);
        // when
        client.channel().queueDelete(leaving);
        publish(client, exchange, i -> "key-" + i, i -> null);
        // then
        List<Set<String>> after = bodies(client, queues);
        assertTrue(after.get(0).containsAll(before.get(0)));
        assertTrue(after.get(1).containsAll(before.get(1)));
    }

    @Test
    void firstBindingOfAQueueCounts(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        String twice = client.boundQueue(exchange, "1");
        String once = client.boundQueue(exchange, "1");
        client.channel().queueBind(twice, exchange, "20");
        // when
        publish(client, exchange, i -> "key-" + i, i -> null);
        // then
        assertEquals(MESSAGES / 2.0, client.ready(twice), MESSAGES / 10.0);
        assertEquals(MESSAGES / 2.0, client.ready(once), MESSAGES / 10.0);
    }

    @Test
    void headerIsHashedIfTheExchangeSaysSo(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE, Map.of("hash-header", "h"));
        List<String> queues = List.of(client.boundQueue(exchange, "1"), client.boundQueue(exchange, "1"));
        // when each value comes with different routing keys
        publish(client, exchange, i -> "key-" + i,
                i -> new BasicProperties.Builder().headers(Map.of("h", "v" + i % 100)).build());
        // then
        assertKeptTogether(bodies(client, queues), 100);
        // and without it all go one way
        publish(client, exchange, i -> "key-" + i, i -> null);
        assertEquals(Set.of(0, MESSAGES), Set.of(client.ready(queues.get(0)), client.ready(queues.get(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"message_id", "correlation_id", "timestamp"})
    void propertyIsHashedIfTheExchangeSaysSo(String property, Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE, Map.of("hash-property", property));
        List<String> queues = List.of(client.boundQueue(exchange, "1"), client.boundQueue(exchange, "1"));
        // when
        publish(client, exchange, i -> "key-" + i, i -> switch (property) {
            case "message_id" -> new BasicProperties.Builder().messageId("m" + i % 100).build();
            case "correlation_id" -> new BasicProperties.Builder().correlationId("c" + i % 100).build();
            default -> new BasicProperties.Builder().timestamp(new Date(i % 100 * 1000L)).build();
        });
        // then
        assertKeptTogether(bodies(client, queues), 100);
    }

    /** Both queues have got something, and what is equal modulo this went to the same one. */
    private static void assertKeptTogether(List<Set<String>> bodies, int modulus) {
        Set<Integer> first = residues(bodies.get(0), modulus);
        Set<Integer> second = residues(bodies.get(1), modulus);
        assertTrue(first.size() > modulus / 4 && second.size() > modulus / 4);
        assertEquals(modulus, first.size() + second.size());
    }

    private static Set<Integer> residues(Set<String> bodies, int modulus) {
        Set<Integer> residues = new HashSet<>();
        bodies.forEach(body -> residues.add(Integer.parseInt(body) % modulus));
        return residues;
    }

    @ParameterizedTest
    @CsvSource({"0, greater than 0", "-1, greater than 0", "'', 'an integer: <<>>'", "abc, 'an integer: <<\"abc\">>'",
            "1.5, 'an integer: <<\"1.5\">>'", "' 3', 'an integer: <<\" 3\">>'"})
    void bindingKeyHasToBeAPositiveInteger(String key, String text, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange(TYPE);
        String queue = client.queue();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueBind(queue, exchange, key));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - The binding key must be " + text, QUEUE_BIND), reason);
    }

    @Test
    void argumentsAreChecked(Client client) throws Exception {
        assertRefused(client, Map.of("hash-header", "a", "hash-property", "message_id"),
                "hash-header and hash-property are mutually exclusive");
        assertRefused(client, Map.of("hash-property", "app_id"), "Unsupported property: app_id");
    }

    private static void assertRefused(Client client, Map<String, Object> arguments, String text) throws Exception {
        Channel channel = client.sibling();
        CloseReason reason = CloseReason.of(
                () -> channel.exchangeDeclare(client.name("refused"), TYPE, false, false, arguments));
        assertEquals(channelClose(406, "PRECONDITION_FAILED - " + text, EXCHANGE_DECLARE), reason);
    }

    @Test
    void argumentsAreNotComparedWhenItIsDeclaredAgain(Client client) throws Exception {
        String exchange = client.exchange(TYPE, Map.of("hash-header", "a"));
        client.channel().exchangeDeclare(exchange, TYPE, false, false, Map.of("hash-header", "b", "hash-property", "x"));
        assertTrue(client.exchangeExists(exchange));
    }
}
