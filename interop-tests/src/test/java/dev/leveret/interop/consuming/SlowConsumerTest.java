package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that does not read what it has asked for holds up itself only. */
@LeveretOnly("looks into the broker's memory")
class SlowConsumerTest {

    private static final int MESSAGES = 400, SIZE = 500_000;

    @Test
    void deliveriesToAConsumerThatDoesNotReadAreHeldBackInTheQueue(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data);
                RawClient stuck = RawClient.connect(process.broker());
                Client client = new Client(process.broker())) {
            // given: a consumer that never reads again
            String queue = client.sharedQueue();
            stuck.open().openChannel(1);
            stuck.send(1, new AMQP.Basic.Consume.Builder().queue(queue).noAck(true).build());
            stuck.expect(AMQP.Basic.ConsumeOk.class);
            // when
            client.channel().confirmSelect();
            for (int i = 0; i < MESSAGES; i++) {
                client.channel().basicPublish("", queue, null, new byte[SIZE]);
            }
            client.channel().waitForConfirmsOrDie(30_000);
            // then: the socket took a few, the queue has the others, and another consumer gets them
            assertTrue(client.ready(queue) > MESSAGES / 2, () -> "too few are left in the queue");
            Channel reading = client.elsewhere();
            Inbox other = Inbox.noAck(reading, queue);
            assertEquals(SIZE, other.next().getBody().length);
            // and other queues of the broker are served as before
            String busy = client.queue();
            client.publish("", busy, "still", "served");
            assertEquals(2, client.drain(busy).size());
        }
    }

    @Test
    void answersToAClientThatDoesNotReadTakeNoMemory(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data);
                RawClient stuck = RawClient.connect(process.broker());
                Client client = new Client(process.broker())) {
            // given: one big message
            String queue = client.sharedQueue();
            client.channel().confirmSelect();
            client.channel().basicPublish("", queue, null, new byte[4_000_000]);
            client.channel().waitForConfirmsOrDie(30_000);
            // when: somebody asks for it a thousand times, gives it back each time, and reads no answer
            stuck.open().openChannel(1);
            for (int tag = 1; tag <= 1000; tag++) {
                stuck.send(1, new AMQP.Basic.Get.Builder().queue(queue).build());
                stuck.send(1, new AMQP.Basic.Nack.Builder().deliveryTag(tag).requeue(true).build());
            }
            // then: others are served as before, by a broker that has not grown by what was asked for
            String other = client.queue();
            for (int i = 0; i < 100; i++) {
                client.publish("", other, "still served");
            }
            assertEquals(100, client.drain(other).size());
            assertTrue(process.residentKiB() < 1_000_000, () -> "too much memory is taken");
        }
    }
}
