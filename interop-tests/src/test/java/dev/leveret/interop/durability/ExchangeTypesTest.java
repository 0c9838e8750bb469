package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Exchanges of the types of RabbitMQ's plugins after a stop and a kill. */
@LeveretOnly("ends the broker")
class ExchangeTypesTest {

    private static final List<String> QUEUES = List.of("a", "b", "c");
    private static final List<String> HASHING = List.of("x-consistent-hash", "x-modulus-hash");

    @ParameterizedTest
    @EnumSource(End.class)
    void keysGoWhereTheyWentBefore(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            Channel channel = broker.client().channel();
            for (String type : HASHING) {
                channel.exchangeDeclare(type, type, true);
            }
            for (String queue : QUEUES) {
                channel.queueDeclare(queue, true, false, false, Map.of());
                for (String type : HASHING) {
                    channel.queueBind(queue, type, "1");
                }
            }
            List<List<String>> before = ways(broker.client());
            // when
            broker.restart(end);
            // then
            assertEquals(before, ways(broker.client()));
        }
    }

    private static List<List<String>> ways(Client client) throws Exception {
        for (String type : HASHING) {
            for (int i = 0; i < 100; i++) {
                client.publish(type, "key-" + i, type + i);
            }
        }
        List<List<String>> ways = new ArrayList<>();
        for (String queue : QUEUES) {
            ways.add(client.drain(queue));
        }
        return ways;
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatExchangesKeepInMemoryIsGone(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            Channel channel = broker.client().channel();
            channel.exchangeDeclare("history", "x-recent-history", true);
            channel.exchangeDeclare("once", "x-message-deduplication", true, false, Map.of("x-cache-size", 10));
            channel.queueDeclare("q", true, false, false, Map.of());
            channel.queueBind("q", "once", "");
            broker.client().publish("history", "", "m");
            broker.client().publishWithHeaders("once", "", Map.of("x-deduplication-header", "1"), "m");
            // when
            broker.restart(end);
            // then
            Client client = broker.client();
            client.publishWithHeaders("once", "", Map.of("x-deduplication-header", "1"), "n");
            client.publishWithHeaders("once", "", Map.of("x-deduplication-header", "1"), "again");
            assertEquals(List.of("n"), client.drain("q"));
            client.channel().queueBind("q", "history", "");
            assertEquals(List.of(), client.drain("q"));
        }
    }
}
