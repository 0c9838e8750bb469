package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a queue or an exchange has seen before a stop or a kill it knows after that as well. */
@LeveretOnly("ends the broker")
class DeduplicationRestartTest {

    private static final int COUNT = 3_000;
    private static final long CONFIRM_MILLIS = 60_000;

    private static final Map<String, Object> OF_MESSAGES = Map.of("x-message-deduplication", true);
    private static final Map<String, Object> REMEMBERING =
            Map.of("x-message-deduplication", true, "x-cache-size", 2 * COUNT, "x-cache-ttl", 3_600_000);

    private static AMQP.BasicProperties keyed(String key) {
        return new AMQP.BasicProperties.Builder()
                .deliveryMode(2)
                .headers(Map.of("x-deduplication-header", key))
                .build();
    }

    private static Channel confirming(RestartableBroker broker) throws Exception {
        Channel channel = broker.client().channel();
        channel.confirmSelect();
        return channel;
    }

    /** Publishes messages of these keys, whose bodies are their keys. */
    private static void publish(Channel channel, String exchange, String routingKey, int first, int last)
            throws Exception {
        for (int i = first; i < last; i++) {
            String key = "k" + i;
            channel.basicPublish(exchange, routingKey, keyed(key), key.getBytes());
        }
        channel.waitForConfirmsOrDie(CONFIRM_MILLIS);
    }

    private static List<String> keys(int first, int last) {
        return IntStream.range(first, last).mapToObj(i -> "k" + i).toList();
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aQueueKnowsTheMessagesThatItHas(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given messages of which some are gone
            Channel channel = confirming(broker);
            channel.queueDeclare("q", true, false, false, OF_MESSAGES);
            publish(channel, "", "q", 0, COUNT);
            for (int i = 0; i < 10; i++) {
                channel.basicGet("q", true);
            }
            channel.queueDeclarePassive("q");
            publish(channel, "", "q", COUNT, COUNT); // all that was before is safe

            // when
            publish(channel, "", "q", COUNT, COUNT + 1);
            broker.restart(end);

            // then all can be sent once more, and are there once
            publish(confirming(broker), "", "q", 0, COUNT + 1);
            List<String> expected = new ArrayList<>(keys(10, COUNT + 1));
            expected.addAll(keys(0, 10));
            assertEquals(expected, broker.client().drain("q"));
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aQueueRemembersWhatHasLeft(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given an empty queue that had messages
            Channel channel = confirming(broker);
            channel.queueDeclare("q", true, false, false, REMEMBERING);
            publish(channel, "", "q", 0, COUNT);
            assertEquals(COUNT, broker.client().drain("q").size());

            // when
            broker.restart(end);
            broker.client().drain("q"); // what was not acknowledged in time for a kill
            publish(confirming(broker), "", "q", 0, COUNT + 1);

            // then only what is new comes
            assertEquals(keys(COUNT, COUNT + 1), broker.client().drain("q"));

            // and once more, when a checkpoint has all of it
            broker.restart(End.STOPPED);
            publish(confirming(broker), "", "q", 0, COUNT + 2);
            assertEquals(keys(COUNT + 1, COUNT + 2), broker.client().drain("q"));
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void anExchangeRemembersWhatItHasRouted(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given an exchange of any type, and one that keeps its keys in memory
            Channel channel = confirming(broker);
            channel.exchangeDeclare("x", "topic", true, false, REMEMBERING);
            channel.exchangeDeclare("forgetful", "x-message-deduplication", true, false,
                    Map.of("x-cache-size", 10, "x-cache-persistence", "memory"));
            for (String queue : List.of("a", "b")) {
                channel.queueDeclare(queue, true, false, false, Map.of());
                channel.queueBind(queue, "x", "#");
            }
            channel.queueDeclare("c", true, false, false, Map.of());
            channel.queueBind("c", "forgetful", "");
            publish(channel, "x", "k", 0, COUNT);
            publish(channel, "x", "k", 0, COUNT);
            publish(channel, "forgetful", "", 0, 1);

            // when
            broker.restart(end);
            channel = confirming(broker);
            publish(channel, "x", "k", 0, COUNT + 1);
            publish(channel, "forgetful", "", 0, 1);

            // then
            assertEquals(keys(0, COUNT + 1), broker.client().drain("a"));
            assertEquals(keys(0, COUNT + 1), broker.client().drain("b"));
            assertEquals(List.of("k0", "k0"), broker.client().drain("c"));

            // and when it is deleted and made again nothing is known
            channel.exchangeDelete("x");
            broker.restart(end);
            channel = confirming(broker);
            channel.exchangeDeclare("x", "topic", true, false, REMEMBERING);
            channel.queueBind("a", "x", "#");
            publish(channel, "x", "k", 0, 2);
            assertEquals(keys(0, 2), broker.client().drain("a"));
        }
    }
}
