package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_PURGE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** queue.purge: what is ready goes, what is held stays. */
@WithBroker
class PurgeTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readyMessagesGo(boolean durable, Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("queue"), durable, false, false, Map.of()).getQueue();
        client.publish("", queue, MessageProperties.PERSISTENT_BASIC, "one", "two", "three");
        // when
        int count = client.channel().queuePurge(queue).getMessageCount();
        // then
        assertEquals(3, count);
        assertEquals(0, client.channel().queuePurge(queue).getMessageCount());
        client.publish("", queue, "four");
        assertEquals(List.of("four"), client.drain(queue));
    }

    @Test
    void heldMessagesStay(Client client) throws Exception {
        // given
        String queue = client.queue();
        client.publish("", queue, "held", "ready");
        long tag = client.channel().basicGet(queue, false).getEnvelope().getDeliveryTag();
        // when
        int count = client.channel().queuePurge(queue).getMessageCount();
        client.channel().basicNack(tag, false, true);
        // then
        assertEquals(1, count);
        client.awaitReady(queue, 1);
        assertEquals(List.of("held"), client.drain(queue));
    }

    @Test
    void purgeWithoutWaitIsNotAnswered(RawClient raw, Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one");
        raw.open().openChannel(1);
        // when
        raw.send(1, new AMQP.Queue.Purge.Builder().queue(queue).nowait(true).build());
        raw.send(1, new AMQP.Queue.Declare.Builder().queue(queue).passive(true).build());
        // then
        assertEquals(0, raw.expect(AMQP.Queue.DeclareOk.class).getMessageCount());
    }

    @Test
    void missingQueueIsRefused(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queuePurge("no-such-queue"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", QUEUE_PURGE), reason);
    }
}
