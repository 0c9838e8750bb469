package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queues of which memory has the head alone: everything else is read back from the disk, and nobody can tell. */
@LeveretOnly("gives the broker little memory for its queues")
class DeepQueueTest {

    private static final String[] LITTLE_MEMORY = {
        "leveret.queue_bytes_max=200kB", "vm_memory_high_watermark.absolute=60000000"
    };

    private static final int COUNT = 60_000;
    private static final int BODY_SIZE = 200;

    @Test
    void messagesComeBackInOrderWhetherPersistentOrNot(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given: a deep queue of both kinds, most of which is on the disk
            Client client = broker.client();
            client.channel().queueDeclare("deep", true, false, false, Map.of());
            publish(client, i -> i % 3 == 0 ? MessageProperties.BASIC : MessageProperties.PERSISTENT_BASIC);
            Deadline.await("messages on the disk", () -> Files.exists(data.resolve("spill.h2")));
            assertEquals(COUNT, client.ready("deep"));
            // when: the first is got and given back, and then all are consumed
            Channel channel = client.elsewhere();
            GetResponse first = channel.basicGet("deep", false);
            channel.basicNack(first.getEnvelope().getDeliveryTag(), false, true);
            channel.basicQos(500);
            Inbox inbox = Inbox.acknowledging(channel, "deep");
            // then
            for (int i = 0; i < COUNT; i++) {
                Delivery delivery = inbox.next();
                assertEquals(i, number(delivery));
                assertEquals(i == 0, delivery.getEnvelope().isRedeliver(), "message " + i);
                if (i % 100 == 99) {
                    channel.basicAck(delivery.getEnvelope().getDeliveryTag(), true);
                }
            }
            assertEquals(0, client.ready("deep"));
        }
    }

    @Test
    void deepQueueOutlivesAKillWithItsOrderAndCount(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given: a deep queue, of which the first hundred have been taken away
            broker.client().channel().queueDeclare("deep", true, false, false, Map.of());
            publish(broker.client(), i -> MessageProperties.PERSISTENT_BASIC);
            Channel channel = broker.client().elsewhere();
            channel.txSelect();
            for (int i = 0; i < 100; i++) {
                channel.basicAck(channel.basicGet("deep", false).getEnvelope().getDeliveryTag(), false);
            }
            channel.txCommit();
            // when
            broker.restart(End.KILLED);
            // then: what was near the head may have been delivered before, what is far behind it may not
            Client client = broker.client();
            assertEquals(COUNT - 100, client.ready("deep"));
            Inbox inbox = Inbox.noAck(client.channel(), "deep");
            Delivery delivery = inbox.next();
            assertEquals(100, number(delivery));
            assertTrue(delivery.getEnvelope().isRedeliver());
            for (int i = 101; i < COUNT; i++) {
                delivery = inbox.next();
                assertEquals(i, number(delivery));
            }
            assertFalse(delivery.getEnvelope().isRedeliver());
        }
    }

    @Test
    void purgeTakesWhatIsOnTheDiskToo(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given
            broker.client().channel().queueDeclare("deep", true, false, false, Map.of());
            publish(broker.client(), i -> MessageProperties.PERSISTENT_BASIC);
            // when
            assertEquals(COUNT, broker.client().channel().queuePurge("deep").getMessageCount());
            broker.client().publish("", "deep", MessageProperties.PERSISTENT_BASIC, "the only one");
            broker.restart(End.STOPPED);
            // then
            assertEquals(1, broker.client().ready("deep"));
            GetResponse only = broker.client().channel().basicGet("deep", true);
            assertEquals("the only one", Client.text(only));
            assertFalse(only.getEnvelope().isRedeliver(), "an orderly stop knows that it was never delivered");
        }
    }

    private interface Kind {
        AMQP.BasicProperties of(int number);
    }

    /** Publishes numbered messages and waits until all are confirmed. */
    private static void publish(Client client, Kind kind) throws Exception {
        Channel channel = client.elsewhere();
        channel.confirmSelect();
        for (int i = 0; i < COUNT; i++) {
            channel.basicPublish("", "deep", kind.of(i), ByteBuffer.allocate(BODY_SIZE).putInt(i).array());
        }
        channel.waitForConfirmsOrDie(60_000);
    }

    private static int number(Delivery delivery) {
        return ByteBuffer.wrap(delivery.getBody()).getInt();
    }
}
