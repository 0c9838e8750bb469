package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check of a stopped broker's data says what the broker keeps for exchanges and queues, and does not take it for their messages. */
@LeveretOnly("uses the broker's own commands")
class CheckTest {

    private static AMQP.BasicProperties persistent(Map<String, Object> headers) {
        return new AMQP.BasicProperties.Builder().deliveryMode(2).headers(headers).build();
    }

    private static void publish(Channel channel, String exchange, String routingKey, Map<String, Object> headers) throws Exception {
        channel.basicPublish(exchange, routingKey, persistent(headers), Client.bytes("12345678"));
    }

    private static void declare(Channel channel) throws Exception {
        channel.exchangeDeclare("later", "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
        channel.exchangeDeclare(
                "once", "x-message-deduplication", true, false, Map.of("x-cache-size", 100, "x-cache-persistence", "disk"));
        channel.queueDeclare("remembers", true, false, false, Map.of("x-message-deduplication", true, "x-cache-size", 100));
        channel.queueDeclare("prior", true, false, false, Map.of("x-max-priority", 3));
        channel.queueBind("prior", "later", "");
        channel.queueBind("prior", "once", "");
    }

    @Test
    void keysAndDelayedMessagesAreNamed(@TempDir Path data) throws Exception {
        // given a broker with three messages that wait, two keys of an exchange and four of a queue, two messages of which are left
        try (RestartableBroker broker = new RestartableBroker(data)) {
            Channel channel = broker.client().channel();
            declare(channel);
            channel.confirmSelect();
            for (int i = 0; i < 3; i++) {
                publish(channel, "later", "", Map.of("x-delay", 3_600_000));
            }
            for (int i = 0; i < 4; i++) {
                publish(channel, "once", "", Map.of("x-deduplication-header", "key" + i % 2));
                publish(channel, "", "remembers", Map.of("x-deduplication-header", "key" + i));
            }
            channel.waitForConfirmsOrDie(60_000);
            channel.basicGet("remembers", true);
            channel.basicGet("remembers", true);
            broker.process().stop();
        }

        // when its data is checked
        List<String> lines = BrokerProcess.run("check", data.toString()).lines().toList();

        // then each is named as what it is
        assertEquals(
                List.of("virtual host '/': exchanges 2, queues 2, bindings 2",
                        "exchange 'later': x-delayed-message",
                        "exchange 'once': x-message-deduplication",
                        "exchange 'later': delayed messages 3, bytes 24",
                        "exchange 'once': deduplication keys 2",
                        "queue 'prior': messages 2, bytes 16",
                        "queue 'remembers': messages 2, bytes 16, deduplication keys 4"),
                lines.subList(0, 7));
        assertTrue(lines.contains("everything was read and is whole"), lines::toString);
    }
}
