package dev.leveret.interop.consuming;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message that is given back stands where it stood before, marked as redelivered. */
@WithBroker
class RequeueOrderTest {

    private Client client;
    private Channel channel;
    private String queue;

    @BeforeEach
    void takeThreeOfFiveMessages(Client connected) throws Exception {
        client = connected;
        queue = client.sharedQueue();
        client.publish("", queue, "m1", "m2", "m3", "m4", "m5");
        channel = client.elsewhere();
        for (int i = 0; i < 3; i++) {
            channel.basicGet(queue, false);
        }
    }

    @Test
    void requeuedMessageComesBeforeLaterOnes() throws Exception {
        // when
        channel.basicNack(2, false, true);
        // then
        client.awaitReady(queue, 3);
        assertEquals(List.of("m2 again", "m4", "m5"), takeAll());
    }

    @Test
    void messagesRequeuedInReverseStandInTheirFirstOrder() throws Exception {
        // when
        channel.basicNack(3, false, true);
        channel.basicNack(1, false, true);
        channel.basicNack(2, false, true);
        // then
        client.awaitReady(queue, 5);
        assertEquals(List.of("m1 again", "m2 again", "m3 again", "m4", "m5"), takeAll());
    }

    @Test
    void messagesRequeuedTogetherStandInTheirFirstOrder() throws Exception {
        // when
        channel.basicNack(3, true, true);
        // then
        client.awaitReady(queue, 5);
        assertEquals(List.of("m1 again", "m2 again", "m3 again", "m4", "m5"), takeAll());
    }

    @Test
    void closingTheChannelRequeuesInOrder() throws Exception {
        // given
        channel.basicAck(2, false);
        // when
        channel.close();
        // then
        client.awaitReady(queue, 4);
        assertEquals(List.of("m1 again", "m3 again", "m4", "m5"), takeAll());
    }

    @Test
    void recoverRequeuesInOrder() throws Exception {
        // when
        channel.basicRecover(true);
        // then
        assertEquals(List.of("m1 again", "m2 again", "m3 again", "m4", "m5"), takeAll());
    }

    @Test
    void messagesOfTwoConsumersInterleaveAsBefore() throws Exception {
        // given
        Channel other = client.elsewhere();
        other.basicGet(queue, false);
        // when
        other.close();
        client.awaitReady(queue, 2);
        channel.basicNack(3, false, true);
        channel.basicNack(1, false, true);
        // then
        client.awaitReady(queue, 4);
        assertEquals(List.of("m1 again", "m3 again", "m4 again", "m5"), takeAll());
    }

    @Test
    void newMessagesComeAfterRequeuedOnes() throws Exception {
        // given
        channel.basicNack(1, false, true);
        client.awaitReady(queue, 3);
        // when
        client.publish("", queue, "m6");
        // then
        assertEquals(List.of("m1 again", "m4", "m5", "m6"), takeAll());
    }

    @Test
    void secondRequeueKeepsThePosition() throws Exception {
        // given
        channel.basicNack(2, false, true);
        client.awaitReady(queue, 3);
        long tag = channel.basicGet(queue, false).getEnvelope().getDeliveryTag();
        // when
        channel.basicNack(tag, false, true);
        // then
        client.awaitReady(queue, 3);
        assertEquals(List.of("m2 again", "m4", "m5"), takeAll());
    }

    @Test
    void waitingConsumerGetsTheRequeuedMessageFirst() throws Exception {
        // given
        Channel consuming = client.elsewhere();
        consuming.basicQos(1);
        channel.basicNack(3, true, true);
        client.awaitReady(queue, 5);
        // when
        Inbox inbox = Inbox.acknowledging(consuming, queue);
        // then
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            var delivery = inbox.next();
            texts.add(Inbox.text(delivery));
            consuming.basicAck(Inbox.tag(delivery), false);
        }
        assertEquals(List.of("m1", "m2", "m3", "m4", "m5"), texts);
    }

    @Test
    void firstDeliveryIsNotMarked() throws Exception {
        assertFalse(channel.basicGet(queue, true).getEnvelope().isRedeliver());
    }

    private List<String> takeAll() throws Exception {
        Channel taking = client.channel();
        List<String> all = new ArrayList<>();
        for (GetResponse got = taking.basicGet(queue, true); got != null; got = taking.basicGet(queue, true)) {
            all.add(Client.text(got) + (got.getEnvelope().isRedeliver() ? " again" : ""));
        }
        return all;
    }
}
