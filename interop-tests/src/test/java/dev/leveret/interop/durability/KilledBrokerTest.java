package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL at any moment loses nothing that was confirmed. */
@LeveretOnly("kills the broker")
class KilledBrokerTest {

    @Test
    void nothingConfirmedIsLostWhenTheBrokerIsKilledWhilePublishing(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            durableQueue(broker.client());
            AtomicInteger confirmed = new AtomicInteger();
            Client publishing = broker.client();
            Thread publisher = Thread.ofPlatform().start(() -> publishUntilTheEnd(publishing, confirmed));
            // when
            Deadline.await("1,000 confirms", () -> confirmed.get() >= 1000);
            broker.restart(End.KILLED);
            publisher.join();
            // then: all that was confirmed, in order, each once, and perhaps some that were on their way
            List<String> found = broker.client().drain("durable");
            assertTrue(found.size() >= confirmed.get(), () -> found.size() + " of " + confirmed.get());
            assertEquals(IntStream.range(0, found.size()).mapToObj(i -> "m" + i).toList(), found);
        }
    }

    @Test
    void endsOfBothKindsInARowAddUp(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            durableQueue(broker.client());
            List<String> expected = new ArrayList<>();
            for (End end : List.of(End.KILLED, End.STOPPED, End.KILLED)) {
                // when
                List<String> texts = List.of("a" + expected.size(), "b" + expected.size(), "c" + expected.size());
                broker.client().publish("", "durable", MessageProperties.PERSISTENT_BASIC,
                        texts.toArray(String[]::new));
                expected.addAll(texts);
                broker.restart(end);
                // then
                assertEquals(expected.removeFirst(), Client.text(broker.client().channel().basicGet("durable", true)));
            }
            assertEquals(expected, broker.client().drain("durable"));
        }
    }

    private static void durableQueue(Client client) throws Exception {
        client.channel().queueDeclare("durable", true, false, false, Map.of());
    }

    /** Publishes in small batches until the connection breaks, counting what was confirmed. */
    private static void publishUntilTheEnd(Client client, AtomicInteger confirmed) {
        try {
            Channel channel = client.elsewhere();
            channel.confirmSelect();
            for (int count = 10; ; count += 10) {
                for (int i = count - 10; i < count; i++) {
                    channel.basicPublish("", "durable", MessageProperties.PERSISTENT_BASIC, Client.bytes("m" + i));
                }
                channel.waitForConfirmsOrDie(10_000);
                confirmed.set(count);
            }
        } catch (IOException | TimeoutException | InterruptedException | RuntimeException e) {
            // The broker was killed: this is what the thread ends by.
            assertTrue(confirmed.get() > 0);
        }
    }
}
