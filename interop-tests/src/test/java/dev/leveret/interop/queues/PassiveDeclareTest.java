package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** passive: asking for a queue without making one. */
@WithBroker
class PassiveDeclareTest {

    @Test
    void existingQueueIsFoundWhateverTheOtherFieldsSay(Client client) throws Exception {
        // given
        String queue = client.sharedQueue();
        client.publish("", queue, "one", "two");
        // when
        AMQP.Queue.Declare different = new AMQP.Queue.Declare.Builder().queue(queue).passive(true).durable(true)
                .exclusive(true).autoDelete(true).arguments(Map.of("x-max-priority", 5)).build();
        var ok = (AMQP.Queue.DeclareOk) client.elsewhere().rpc(different).getMethod();
        // then
        assertEquals(2, ok.getMessageCount());
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-queue", "amq.no-such-queue", "it's"})
    void missingQueueIsRefused(String queue, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclarePassive(queue));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue '" + queue + "' in vhost '/'", QUEUE_DECLARE), reason);
    }

    @Test
    void emptyNameIsNotTheLastQueueHere(Client client) throws Exception {
        // given
        client.queue();
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclarePassive(""));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue '' in vhost '/'", QUEUE_DECLARE), reason);
    }

    @Test
    void replyTextIsCutTo255Octets(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = "q".repeat(255);
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclarePassive(queue));
        // then
        assertEquals("NOT_FOUND - no queue '" + "q".repeat(252 - "NOT_FOUND - no queue '".length()) + "...",
                reason.replyText());
    }
}
