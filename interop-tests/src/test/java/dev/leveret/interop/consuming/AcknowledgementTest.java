package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_ACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.SpecMethod;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ack, nack and reject: of one delivery or of all up to it, and of deliveries that are not there. */
@WithBroker
class AcknowledgementTest {

    private Client client;
    private Channel channel;
    private Connection consumer;
    private String queue;

    @BeforeEach
    void takeFourOfFiveMessages(Client connected) throws Exception {
        client = connected;
        queue = client.sharedQueue();
        client.publish("", queue, "m1", "m2", "m3", "m4", "m5");
        consumer = client.connect();
        channel = consumer.createChannel();
        for (int tag = 1; tag <= 4; tag++) {
            assertEquals(tag, channel.basicGet(queue, false).getEnvelope().getDeliveryTag());
        }
    }

    /** What is in the queue once the consumer is gone: all that it has not settled. */
    private List<String> unsettled(int count) throws Exception {
        consumer.close();
        client.awaitReady(queue, count);
        return client.drain(queue);
    }

    @Test
    void ackSettlesOneDelivery() throws Exception {
        // when
        channel.basicAck(2, false);
        // then
        assertEquals(List.of("m1", "m3", "m4", "m5"), unsettled(4));
    }

    @Test
    void multipleAckSettlesAllUpToTheTag() throws Exception {
        // when
        channel.basicAck(3, true);
        // then
        assertEquals(List.of("m4", "m5"), unsettled(2));
    }

    @Test
    void multipleAckLeavesGapsAlone() throws Exception {
        // when
        channel.basicAck(2, false);
        channel.basicAck(3, true);
        // then
        assertEquals(List.of("m4", "m5"), unsettled(2));
    }

    @Test
    void multipleAckOfTagZeroSettlesEverything() throws Exception {
        // when
        channel.basicAck(0, true);
        channel.basicAck(0, true);
        // then
        assertEquals(List.of("m5"), unsettled(1));
    }

    @Test
    void acksMayComeInAnyOrder() throws Exception {
        // when
        for (long tag : new long[] {4, 1, 3, 2}) {
            channel.basicAck(tag, false);
        }
        // then
        assertEquals(List.of("m5"), unsettled(1));
    }

    @Test
    void rejectWithoutRequeueDropsTheMessage() throws Exception {
        // when
        channel.basicReject(1, false);
        // then
        assertEquals(List.of("m2", "m3", "m4", "m5"), unsettled(4));
    }

    @Test
    void nackWithoutRequeueDropsAllUpToTheTag() throws Exception {
        // when
        channel.basicNack(2, true, false);
        // then
        assertEquals(List.of("m3", "m4", "m5"), unsettled(3));
    }

    @Test
    void nackOfTagZeroRequeuesEverything() throws Exception {
        // when
        channel.basicNack(0, true, true);
        // then
        client.awaitReady(queue, 5);
        assertEquals(List.of("m1", "m2", "m3", "m4", "m5"), client.drain(queue));
    }

    @Test
    void rejectWithRequeuePutsTheMessageBack() throws Exception {
        // when
        channel.basicReject(1, true);
        // then
        client.awaitReady(queue, 2);
        GetResponse again = client.channel().basicGet(queue, true);
        assertEquals("m1", Client.text(again));
        assertTrue(again.getEnvelope().isRedeliver());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ackOfATagThatWasNeverGivenIsRefused(boolean multiple) throws Exception {
        // when
        channel.basicAck(5, multiple);
        // then
        assertUnknownTag(5, BASIC_ACK);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC_ACK", "BASIC_NACK", "BASIC_REJECT"})
    void settlingTwiceIsRefused(SpecMethod method) throws Exception {
        // given
        channel.basicAck(2, false);
        // when
        settle(method, 2);
        // then
        assertUnknownTag(2, method);
    }

    @Test
    void multipleAckOfASettledTagWithNothingBelowIsRefused() throws Exception {
        // given
        channel.basicAck(1, false);
        // when
        channel.basicAck(1, true);
        // then
        assertUnknownTag(1, BASIC_ACK);
    }

    @ParameterizedTest
    @EnumSource(names = {"BASIC_ACK", "BASIC_NACK", "BASIC_REJECT"})
    void tagZeroAloneIsUnknown(SpecMethod method) throws Exception {
        // when
        settle(method, 0);
        // then
        assertUnknownTag(0, method);
    }

    @Test
    void tagOfAnotherChannelIsUnknown() throws Exception {
        // given
        Channel other = consumer.createChannel();
        // when
        other.basicAck(1, false);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - unknown delivery tag 1", BASIC_ACK),
                CloseReason.awaited(other));
    }

    @Test
    void deliveryWithoutAckCanNotBeSettled() throws Exception {
        // given
        long tag = channel.basicGet(queue, true).getEnvelope().getDeliveryTag();
        // when
        channel.basicAck(tag, false);
        // then
        assertUnknownTag(tag, BASIC_ACK);
    }

    @Test
    void whatAClosedChannelHeldGoesBack() throws Exception {
        // given
        channel.basicAck(1, false);
        // when
        channel.close();
        // then
        client.awaitReady(queue, 4);
        assertEquals(List.of("m2", "m3", "m4", "m5"), client.drain(queue));
    }

    @Test
    void whatABrokenConnectionHeldGoesBackRedelivered() throws Exception {
        // when
        consumer.abort();
        // then
        client.awaitReady(queue, 5);
        assertTrue(client.channel().basicGet(queue, true).getEnvelope().isRedeliver());
    }

    @Test
    void failingChannelGivesBackWhatItHeld() throws Exception {
        // when
        CloseReason.of(() -> channel.queueDeclarePassive("no-such-queue"));
        // then
        client.awaitReady(queue, 5);
    }

    private void settle(SpecMethod method, long tag) throws IOException {
        switch (method) {
            case BASIC_ACK -> channel.basicAck(tag, false);
            case BASIC_NACK -> channel.basicNack(tag, false, true);
            default -> channel.basicReject(tag, true);
        }
    }

    private void assertUnknownTag(long tag, SpecMethod method) throws Exception {
        assertEquals(channelClose(406, "PRECONDITION_FAILED - unknown delivery tag " + tag, method),
                CloseReason.awaited(channel));
    }
}
