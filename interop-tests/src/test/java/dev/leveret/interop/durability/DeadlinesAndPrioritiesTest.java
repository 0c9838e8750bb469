package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Times to live and priorities are what they were after a stop, a kill, and a stay on the disk. */
@LeveretOnly("ends the broker")
class DeadlinesAndPrioritiesTest {

    private static final String[] LITTLE_MEMORY = {"leveret.queue_bytes_max=200kB"};
    private static final int COUNT = 60_000;
    private static final int PRIORITY_MAX = 255;

    private static AMQP.BasicProperties.Builder persistent() {
        return new AMQP.BasicProperties.Builder().deliveryMode(2);
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void deadlinesAreAbsolute(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given messages that expire while the broker is down, soon after it is up again, and never
            Client client = broker.client();
            client.channel().queueDeclare("ttl", true, false, false, Map.of("x-message-ttl", 600_000));
            client.channel().queueDeclare("plain", true, false, false, Map.of());
            for (String queue : List.of("ttl", "plain")) {
                client.publish("", queue, persistent().expiration("1").build(), "over");
                client.publish("", queue, persistent().expiration("3000").build(), "soon");
                client.publish("", queue, persistent().build(), "stays");
            }
            // when
            broker.restart(end);
            // then
            for (String queue : List.of("ttl", "plain")) {
                assertTrue(broker.client().ready(queue) <= 2);
                broker.client().awaitReady(queue, 1);
                assertEquals(List.of("stays"), broker.client().drain(queue));
            }
        }
    }

    @Test
    void aQueueThatExpiresBeginsAnewWithTheBroker(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given
            broker.client().channel().queueDeclare("expiring", true, false, false, Map.of("x-expires", 5_000));
            // when
            broker.restart(End.KILLED);
            // then it is there, and goes; a mandatory message asks without using it
            Channel channel = broker.client().channel();
            assertTrue(broker.client().queueExists("expiring"));
            channel.confirmSelect();
            List<Object> returned = new CopyOnWriteArrayList<>();
            channel.addReturnListener(returned::add);
            Deadline.await("the queue is gone", () -> {
                channel.basicPublish("", "expiring", true, null, new byte[0]);
                channel.waitForConfirms();
                return !returned.isEmpty();
            });
        }
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void aDeepQueueOf256PrioritiesKeepsItsOrder(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given more than memory may have, each with its own time to live
            Channel channel = broker.client().elsewhere();
            channel.queueDeclare("deep", true, false, false, Map.of("x-max-priority", PRIORITY_MAX));
            channel.confirmSelect();
            for (int i = 0; i < COUNT; i++) {
                var properties = persistent().priority(priority(i)).expiration(600_000 + i + "").build();
                channel.basicPublish("", "deep", properties, ByteBuffer.allocate(100).putInt(i).array());
            }
            channel.waitForConfirmsOrDie(60_000);
            // when
            broker.restart(end);
            // then they come by priority, and in order within each
            assertEquals(COUNT, broker.client().ready("deep"));
            Inbox inbox = Inbox.noAck(broker.client().channel(), "deep");
            for (int i : expectedOrder()) {
                Delivery delivery = inbox.next();
                assertEquals(i, ByteBuffer.wrap(delivery.getBody()).getInt());
                assertFalse(delivery.getEnvelope().isRedeliver(), "nothing was delivered before");
            }
            assertEquals(0, broker.client().ready("deep"));
        }
    }

    private static int priority(int number) {
        return (int) (number * 2_654_435_761L >>> 7) & PRIORITY_MAX;
    }

    private static int[] expectedOrder() {
        return IntStream.rangeClosed(0, PRIORITY_MAX)
                .map(below -> PRIORITY_MAX - below)
                .flatMap(priority -> IntStream.range(0, COUNT).filter(i -> priority(i) == priority))
                .toArray();
    }
}
