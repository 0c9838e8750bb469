package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DELETE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** queue.delete, with and without conditions. */
@WithBroker
class QueueDeleteTest {

    @Test
    void deleteOkTellsHowManyReadyMessagesWentWithIt(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one", "two", "three");
        client.channel().basicGet(queue, false);
        // when
        int count = client.channel().queueDelete(queue).getMessageCount();
        // then
        assertEquals(2, count);
        assertFalse(client.queueExists(queue));
    }

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void deletingWhatIsNotThereSucceeds(boolean ifUnused, boolean ifEmpty, Client client) throws Exception {
        assertEquals(0, client.channel().queueDelete("no-such-queue", ifUnused, ifEmpty).getMessageCount());
    }

    @Test
    void deleteIfEmptyIsRefusedWhileThereAreMessages(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.sharedQueue();
        client.publish("", queue, "message");
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDelete(queue, false, true));
        // then
        assertEquals(notEmpty(queue), reason);
    }

    @Test
    void deleteIfUnusedIsRefusedWhileThereIsAConsumer(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.sharedQueue();
        Inbox.noAck(client.elsewhere(), queue);
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDelete(queue, true, false));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' in use", QUEUE_DELETE),
                reason);
    }

    @Test
    void emptinessIsLookedAtFirst(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.sharedQueue();
        Channel elsewhere = client.elsewhere();
        elsewhere.basicQos(1);
        Inbox inbox = Inbox.acknowledging(elsewhere, queue);
        client.publish("", queue, "held", "ready");
        inbox.next();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDelete(queue, true, true));
        // then
        assertEquals(notEmpty(queue), reason);
    }

    @Test
    void conditionsThatHoldLetItGo(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        // when
        client.channel().queueDelete(queue, true, true);
        // then
        assertFalse(client.queueExists(queue));
    }

    @Test
    void unacknowledgedMessagesDoNotMakeItNotEmpty(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "message");
        client.channel().basicGet(queue, false);
        // when
        client.channel().queueDelete(queue, true, true);
        // then
        assertFalse(client.queueExists(queue));
    }

    @Test
    void redeclaredQueueIsEmpty(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "old");
        // when
        client.channel().queueDelete(queue);
        client.channel().queueDeclare(queue, true, false, false, null);
        client.publish("", queue, "new");
        // then
        assertEquals(List.of("new"), client.drain(queue));
    }

    @Test
    void deleteWithoutWaitTakesEffectInOrder(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        // when
        client.channel().queueDeleteNoWait(queue, false, false);
        // then
        client.channel().basicRecover();
        assertFalse(client.queueExists(queue));
    }

    private static CloseReason notEmpty(String queue) {
        return channelClose(406, "PRECONDITION_FAILED - queue '" + queue + "' in vhost '/' not empty", QUEUE_DELETE);
    }
}
