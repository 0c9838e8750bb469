package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import org.junit.jupiter.api.Test;

/** A consumer that wants its queue for itself. */
@WithBroker
class ExclusiveConsumerTest {

    @Test
    void exclusiveConsumerKeepsOthersOut(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox.exclusive(client.channel(), queue);
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.acknowledging(elsewhere, queue));
        // then
        assertEquals(inExclusiveUse(queue), reason);
    }

    @Test
    void exclusiveConsumerKeepsItsOwnChannelOutToo(Client client) throws Exception {
        // given
        String queue = client.queue();
        Channel channel = client.channel();
        Inbox.exclusive(channel, queue);
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.noAck(channel, queue));
        // then
        assertEquals(inExclusiveUse(queue), reason);
    }

    @Test
    void queueWithAConsumerCanNotBeHadExclusively(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox.acknowledging(client.channel(), queue);
        Channel elsewhere = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> Inbox.exclusive(elsewhere, queue));
        // then
        assertEquals(inExclusiveUse(queue), reason);
    }

    @Test
    void cancelledExclusiveConsumerLetsOthersIn(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Inbox exclusive = Inbox.exclusive(client.channel(), queue);
        // when
        client.channel().basicCancel(exclusive.consumerTag());
        Inbox next = Inbox.noAck(client.elsewhere(), queue);
        client.publish("", queue, "message");
        // then
        assertEquals("message", next.nextText());
    }

    @Test
    void closedChannelOfAnExclusiveConsumerLetsOthersIn(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        Channel elsewhere = client.elsewhere();
        Inbox.exclusive(elsewhere, queue);
        // when
        elsewhere.close();
        // then
        Inbox.exclusive(client.channel(), queue);
    }

    @Test
    void basicGetIsNotKeptOut(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one", "two");
        Channel elsewhere = client.elsewhere();
        elsewhere.basicQos(1);
        Inbox.exclusive(elsewhere, queue).next();
        // when
        String text = Client.text(client.channel().basicGet(queue, true));
        // then
        assertEquals("two", text);
    }

    private static CloseReason inExclusiveUse(String queue) {
        return channelClose(403, "ACCESS_REFUSED - queue '" + queue + "' in vhost '/' in exclusive use", BASIC_CONSUME);
    }
}
