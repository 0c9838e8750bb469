package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.SpecMethod;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** exclusive: a queue that belongs to one connection and goes with it. */
@WithBroker
class ExclusiveQueueTest {

    @ParameterizedTest
    @EnumSource(names = {"QUEUE_DECLARE", "QUEUE_BIND", "QUEUE_UNBIND", "QUEUE_PURGE", "QUEUE_DELETE", "BASIC_CONSUME",
            "BASIC_GET"})
    void otherConnectionsCanNotUseIt(SpecMethod method, Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        String queue = client.boundQueue(exchange, "key");
        Channel other = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> {
            switch (method) {
                case QUEUE_DECLARE -> other.queueDeclare(queue, false, true, false, Map.of());
                case QUEUE_BIND -> other.queueBind(queue, "amq.direct", "key");
                case QUEUE_UNBIND -> other.queueUnbind(queue, exchange, "key");
                case QUEUE_PURGE -> other.queuePurge(queue);
                case QUEUE_DELETE -> other.queueDelete(queue);
                case BASIC_CONSUME -> Inbox.noAck(other, queue);
                default -> other.basicGet(queue, true);
            }
        });
        // then
        assertEquals(locked(queue, method), reason);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void otherConnectionsCanNotEvenAskForIt(boolean passive, Client client) throws Exception {
        // given
        String queue = client.queue();
        Channel other = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> {
            if (passive) {
                other.queueDeclarePassive(queue);
            } else {
                other.queueDeclare(queue, false, false, false, Map.of());
            }
        });
        // then
        assertEquals(locked(queue, QUEUE_DECLARE), reason);
    }

    @Test
    void otherConnectionsMayPublishToIt(Client client) throws Exception {
        // given
        String queue = client.queue();
        Channel other = client.elsewhere();
        other.confirmSelect();
        // when
        other.basicPublish("", queue, null, Client.bytes("message"));
        other.waitForConfirms(10_000);
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void otherChannelsOfItsConnectionMayUseIt(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "message");
        // when
        Inbox inbox = Inbox.noAck(client.sibling(), queue);
        // then
        assertEquals("message", inbox.nextText());
    }

    @Test
    void itOutlivesTheChannelThatDeclaredIt(Client client) throws Exception {
        // given
        Channel sibling = client.sibling();
        String queue = sibling.queueDeclare(client.name("queue"), false, true, false, Map.of()).getQueue();
        // when
        sibling.close();
        // then
        assertEquals(0, client.ready(queue));
    }

    @Test
    void itIsGoneWhenItsConnectionIsClosed(Client client) throws Exception {
        // given
        Channel owner = client.elsewhere();
        String queue = owner.queueDeclare(client.name("queue"), true, true, false, Map.of()).getQueue();
        owner.basicPublish("", queue, null, Client.bytes("gone with it"));
        // when
        owner.getConnection().close();
        // then: close-ok comes after the queue is gone
        assertFalse(client.queueExists(queue));
    }

    @Test
    void itIsGoneWhenItsConnectionBreaks(Client client) throws Exception {
        // given
        Channel owner = client.elsewhere();
        String queue = owner.queueDeclare(client.name("queue"), false, true, false, Map.of()).getQueue();
        // when
        owner.basicPublish("", "hard error", false, true, null, new byte[0]);
        CloseReason.awaited(owner.getConnection());
        // then
        Deadline.await("the queue is gone", () -> !client.queueExists(queue));
    }

    @Test
    void itsNameIsFreeOnceItsConnectionIsClosed(Client client) throws Exception {
        // given
        String queue = client.name("queue");
        // when
        for (int i = 0; i < 20; i++) {
            Channel owner = client.elsewhere();
            owner.queueDeclare(queue, false, true, false, Map.of());
            owner.getConnection().close();
        }
        // then
        assertFalse(client.queueExists(queue));
    }

    private static CloseReason locked(String queue, SpecMethod method) {
        return channelClose(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue
                + "' in vhost '/'. It could be originally declared on another connection or the exclusive property "
                + "value does not match that of the original declaration.", method);
    }
}
