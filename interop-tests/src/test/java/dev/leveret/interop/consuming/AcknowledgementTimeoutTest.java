package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A consumer may not keep a delivery for ever. */
@WithBroker
@LeveretOnly("RabbitMQ 3.10 has one timeout for the whole broker, which is half an hour")
class AcknowledgementTimeoutTest {

    private static final Map<String, Object> TIMEOUT = Map.of("x-consumer-timeout", 300);

    private static String queue(Client client, Map<String, Object> arguments) throws Exception {
        return client.channel().queueDeclare(client.name("slow"), false, false, false, arguments).getQueue();
    }

    private static CloseReason timedOut(int channel, int millis) {
        return channelClose(406, "PRECONDITION_FAILED - delivery acknowledgement on channel " + channel
                + " timed out. Timeout value used: " + millis
                + " ms. This timeout value can be configured, see consumers doc guide to learn more", NONE);
    }

    @Test
    void consumerThatIsTooLateIsCancelledAndTheNextOneGetsWhatItHad(Client client) throws Exception {
        // given
        String queue = queue(client, TIMEOUT);
        Channel channel = client.elsewhere();
        Inbox late = Inbox.acknowledging(channel, queue);
        client.publish("", queue, "one", "two");
        late.nextTexts(2);
        // when
        assertEquals(late.consumerTag(), late.awaitCancellation());
        // then
        Inbox next = Inbox.noAck(client.elsewhere(), queue);
        List<Delivery> deliveries = List.of(next.next(), next.next());
        assertEquals(List.of("one", "two"), deliveries.stream().map(Inbox::text).toList());
        assertTrue(deliveries.stream().allMatch(delivery -> delivery.getEnvelope().isRedeliver()));
    }

    @Test
    void whatItAcknowledgesAfterThatDoesNoHarm(Client client) throws Exception {
        // given
        String queue = queue(client, TIMEOUT);
        Channel channel = client.elsewhere();
        Inbox late = Inbox.acknowledging(channel, queue);
        client.publish("", queue, "one");
        Delivery delivery = late.next();
        late.awaitCancellation();
        // when
        channel.basicAck(Inbox.tag(delivery), false);
        // then
        assertEquals(0, channel.consumerCount(queue));
        assertEquals(List.of("one"), client.drain(queue));
    }

    @Test
    void consumerThatIsInTimeIsLeftAlone(Client client) throws Exception {
        // given
        String queue = queue(client, TIMEOUT);
        Channel channel = client.elsewhere();
        Inbox inTime = Inbox.acknowledging(channel, queue);
        // when another one is cancelled, so that the time is over
        client.publish("", queue, "one");
        channel.basicAck(Inbox.tag(inTime.next()), false);
        String other = queue(client, TIMEOUT);
        Inbox late = Inbox.acknowledging(channel, other);
        client.publish("", other, "two");
        late.awaitCancellation();
        // then
        client.publish("", queue, "three");
        assertEquals("three", inTime.nextText());
    }

    @Test
    void aConsumerMayHaveALimitOfItsOwn(Client client) throws Exception {
        // given
        String queue = queue(client, Map.of());
        Inbox patient = Inbox.acknowledging(client.elsewhere(), queue);
        Inbox late = Inbox.withArguments(client.elsewhere(), queue, TIMEOUT);
        // when
        client.publish("", queue, "one", "two");
        // then
        late.awaitCancellation();
        assertEquals(List.of("one", "two"), patient.nextTexts(2));
    }

    @Test
    void theChannelIsClosedIfAMessageOfBasicGetIsKept(Client client) throws Exception {
        // given
        String queue = queue(client, TIMEOUT);
        Channel channel = client.elsewhere();
        client.publish("", queue, "one");
        // when
        channel.basicGet(queue, false);
        // then
        assertEquals(timedOut(1, 300), CloseReason.awaited(channel));
        client.awaitReady(queue, 1);
    }

    @Test
    void theChannelIsClosedIfTheClientCanNotBeTold(RawClient raw, Client client) throws Exception {
        // given
        String queue = queue(client, TIMEOUT);
        raw.start();
        raw.send(0, RawClient.startOk("PLAIN", "\0guest\0guest", false)).expect(AMQP.Connection.Tune.class);
        raw.open(RawClient.tuneOk(2047, 131072, 0)).openChannel(7);
        raw.send(7, new AMQP.Basic.Consume.Builder().queue(queue).consumerTag("t").build());
        raw.expect(AMQP.Basic.ConsumeOk.class);
        // when
        client.publish("", queue, "one");
        raw.expect(AMQP.Basic.Deliver.class);
        assertEquals(RawClient.HEADER, raw.read().type());
        assertEquals(RawClient.BODY, raw.read().type());
        // then
        assertEquals(timedOut(7, 300), raw.expectClose());
        client.awaitReady(queue, 1);
    }

    @Test
    void theLimitOfTheBrokerIsForThoseThatHaveNone(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data, "consumer_timeout=300");
                Client client = new Client(process.broker())) {
            // given
            String queue = queue(client, Map.of());
            String patientQueue = queue(client, Map.of("x-consumer-timeout", 0));
            Inbox late = Inbox.acknowledging(client.channel(), queue);
            Inbox patient = Inbox.acknowledging(client.channel(), patientQueue);
            // when
            client.publish("", patientQueue, "one");
            client.publish("", queue, "two");
            // then
            late.awaitCancellation();
            client.channel().basicAck(Inbox.tag(patient.next()), false);
            client.publish("", patientQueue, "three");
            assertEquals("three", patient.nextText());
        }
    }
}
