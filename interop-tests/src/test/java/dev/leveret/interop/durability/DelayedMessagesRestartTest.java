package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that wait are there after a stop or a kill, and come once their time does. */
@LeveretOnly("ends the broker")
class DelayedMessagesRestartTest {

    private static final int COUNT = 20_000;

    /** How many are published before their confirms are awaited. */
    private static final int BATCH = 500;

    /** With little memory a slot of time goes as a whole, in milliseconds. */
    private static final long SLOT_MILLIS = 32;

    private static final String[] LITTLE_MEMORY = {"leveret.queue_bytes_max=200kB"};

    private static AMQP.BasicProperties delay(long millis) {
        return new AMQP.BasicProperties.Builder().deliveryMode(2).headers(Map.of("x-delay", millis)).build();
    }

    private static Channel declare(RestartableBroker broker) throws Exception {
        Channel channel = broker.client().elsewhere();
        channel.exchangeDeclare("later", "x-delayed-message", true, false, Map.of("x-delayed-type", "fanout"));
        channel.queueDeclare("q", true, false, false, Map.of());
        channel.queueBind("q", "later", "");
        channel.confirmSelect();
        return channel;
    }

    /** Of which each says when it is due at the earliest, as time counts from when the broker gets it. Returns when they are at the latest. */
    private static long[] publish(Channel channel, int count, int delayMax) throws Exception {
        Random random = new Random(1);
        long[] dueAtTheLatest = new long[count];
        for (int first = 0; first < count; first += BATCH) {
            for (int i = first; i < first + BATCH; i++) {
                long millis = 1 + random.nextInt(delayMax);
                byte[] body = ByteBuffer.allocate(100).putInt(i).putLong(System.currentTimeMillis() + millis).array();
                channel.basicPublish("later", "", delay(millis), body);
                dueAtTheLatest[i] = millis;
            }
            channel.waitForConfirmsOrDie(60_000);
            for (int i = first; i < first + BATCH; i++) {
                dueAtTheLatest[i] += System.currentTimeMillis();
            }
        }
        return dueAtTheLatest;
    }

    @ParameterizedTest
    @EnumSource(End.class)
    void whatWasConfirmedComesOnceAtItsTimeAndInOrder(End end, @TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given messages that become due before, during and after the end
            long[] dueAtTheLatest = publish(declare(broker), COUNT, 12_000);
            // when
            broker.restart(end);
            // then
            Inbox inbox = Inbox.noAck(broker.client().channel(), "q");
            BitSet seen = new BitSet();
            long latest = 0;
            for (int i = 0; i < COUNT; i++) {
                Delivery delivery = inbox.next();
                ByteBuffer body = ByteBuffer.wrap(delivery.getBody());
                int number = body.getInt();
                long due = body.getLong();
                assertTrue(!seen.get(number), "twice: " + number);
                seen.set(number);
                assertTrue(dueAtTheLatest[number] > latest - SLOT_MILLIS, "out of order by " + (latest - dueAtTheLatest[number]));
                latest = Math.max(latest, due);
            }
            assertEquals(0, inbox.waiting());
        }
    }

    @Test
    void manyThatAreFarAwayCostNoStart(@TempDir Path data) throws Exception {
        try (RestartableBroker broker = new RestartableBroker(data, LITTLE_MEMORY)) {
            // given
            Channel channel = declare(broker);
            for (int i = 0; i < COUNT; i++) {
                channel.basicPublish("later", "", delay(3_600_000L * (1 + i % 100_000)), new byte[100]);
            }
            channel.basicPublish("later", "", delay(1_500), "soon".getBytes());
            channel.waitForConfirmsOrDie(60_000);
            // when
            broker.restart(End.KILLED);
            // then
            Inbox inbox = Inbox.noAck(broker.client().channel(), "q");
            assertEquals("soon", inbox.nextText());
            assertEquals(0, inbox.waiting());
        }
    }
}
