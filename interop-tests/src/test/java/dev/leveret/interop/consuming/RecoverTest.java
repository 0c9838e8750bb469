package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_RECOVER;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_RECOVER_ASYNC;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import org.junit.jupiter.api.Test;

/** basic.recover: the channel gives back what it holds. */
@WithBroker
class RecoverTest {

    @Test
    void recoveredMessagesAreDeliveredAgain(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "one", "two");
        Inbox inbox = Inbox.acknowledging(client.channel(), queue);
        inbox.nextTexts(2);
        // when
        client.channel().basicRecover(true);
        // then
        Delivery first = inbox.next();
        assertEquals("one", Inbox.text(first));
        assertTrue(first.getEnvelope().isRedeliver());
        assertEquals(3, Inbox.tag(first));
        assertEquals("two", inbox.nextText());
    }

    @Test
    void recoverLeavesOtherChannelsAlone(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "one", "two");
        Channel other = client.sibling();
        other.basicGet(queue, false);
        client.channel().basicGet(queue, false);
        // when
        client.channel().basicRecover(true);
        // then
        assertEquals(List.of("two"), client.drain(queue));
    }

    @Test
    void recoveredTagsAreUnknown(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "one");
        client.channel().basicGet(queue, false);
        client.channel().basicRecover(true);
        // when
        client.channel().basicAck(1, false);
        // then
        assertEquals("PRECONDITION_FAILED - unknown delivery tag 1", CloseReason.awaited(client.channel()).replyText());
    }

    @Test
    void recoverOfNothingIsAnswered(Client client) throws Exception {
        // when
        client.channel().basicRecover(true);
        // then
        assertTrue(client.channel().isOpen());
    }

    @Test
    void recoverWithoutRequeueIsNotImplemented(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.basicRecover(false));
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - requeue=false", BASIC_RECOVER), reason);
    }

    @Test
    void recoverAsyncIsNotAnswered(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        String queue = raw.expect(AMQP.Queue.DeclareOk.class).getQueue();
        raw.publish(1, "", queue).header(1, 60, 0);
        raw.send(1, new AMQP.Basic.Get.Builder().queue(queue).build());
        raw.expect(AMQP.Basic.GetOk.class);
        assertEquals(RawClient.HEADER, raw.read().type());
        // when
        raw.method(1, 60, 100, (byte) 1);
        raw.send(1, new AMQP.Basic.Get.Builder().queue(queue).build());
        // then
        assertTrue(raw.expect(AMQP.Basic.GetOk.class).getRedelivered());
    }

    @Test
    void recoverAsyncWithoutRequeueIsNotImplemented(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.method(1, 60, 100, (byte) 0);
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - requeue=false", BASIC_RECOVER_ASYNC), raw.expectClose());
    }
}
