package dev.leveret.interop.consuming;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages of a group go to one consumer at a time, in order. */
@WithBroker
@LeveretOnly("has message groups")
class MessageGroupsTest {

    private static final Map<String, Object> GROUPS = Map.of("x-message-group-header", "customer");

    private static String queue(Client client) throws Exception {
        return client.channel().queueDeclare(client.name("groups"), false, false, false, GROUPS).getQueue();
    }

    /** What is before the number is the group. */
    private static void publish(Client client, String queue, String... texts) throws Exception {
        for (String text : texts) {
            client.publishWithHeaders("", queue, Map.of("customer", text.replaceAll("\\d", "")), text);
        }
    }

    private static Inbox consume(Client client, String queue, int prefetch) throws Exception {
        Channel channel = client.elsewhere();
        channel.basicQos(prefetch);
        return Inbox.acknowledging(channel, queue);
    }

    @Test
    void groupStaysWithTheConsumerThatHasUnacknowledgedMessagesOfIt(Client client) throws Exception {
        // given
        String queue = queue(client);
        Inbox first = consume(client, queue, 2);
        Inbox second = consume(client, queue, 2);
        // when
        publish(client, queue, "a1", "b1", "a2", "b2", "a3", "b3");
        // then
        assertEquals(List.of("a1", "a2"), first.nextTexts(2));
        assertEquals(List.of("b1", "b2"), second.nextTexts(2));
        assertEquals(2, client.ready(queue));
    }

    @Test
    void groupIsFreeWhenAllOfItIsAcknowledged(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        channel.basicQos(1);
        Inbox first = Inbox.acknowledging(channel, queue);
        publish(client, queue, "a1", "a2");
        Delivery held = first.next();
        Inbox second = consume(client, queue, 1);
        channel.basicCancel(first.consumerTag());
        assertEquals(0, second.waiting());
        // when
        channel.basicAck(Inbox.tag(held), false);
        // then
        assertEquals("a2", second.nextText());
    }

    @Test
    void closedConnectionGivesItsGroupsBackInOrder(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        Inbox first = Inbox.acknowledging(channel, queue);
        publish(client, queue, "a1", "b1", "a2", "a3", "b2");
        first.nextTexts(5);
        Inbox second = Inbox.acknowledging(client.elsewhere(), queue);
        // when
        channel.getConnection().abort();
        // then
        List<Delivery> deliveries = List.of(second.next(), second.next(), second.next(), second.next(), second.next());
        assertEquals(List.of("a1", "b1", "a2", "a3", "b2"), deliveries.stream().map(Inbox::text).toList());
        assertTrue(deliveries.stream().allMatch(delivery -> delivery.getEnvelope().isRedeliver()));
    }

    @Test
    void returnedMessageComesBeforeTheLaterOnesOfItsGroup(Client client) throws Exception {
        // given
        String queue = queue(client);
        Channel channel = client.elsewhere();
        channel.basicQos(2);
        Inbox inbox = Inbox.acknowledging(channel, queue);
        publish(client, queue, "a1", "a2", "a3");
        inbox.nextTexts(2);
        // when
        channel.basicNack(2, false, true);
        channel.basicNack(1, false, true);
        // then
        assertEquals(List.of("a1", "a2"), inbox.nextTexts(2));
        channel.basicAck(4, true);
        assertEquals("a3", inbox.nextText());
    }

    @Test
    void basicGetTakesTheFirstMessageThatIsFree(Client client) throws Exception {
        // given
        String queue = queue(client);
        publish(client, queue, "a1", "a2", "b1");
        Channel channel = client.channel();
        // when
        GetResponse first = channel.basicGet(queue, false);
        GetResponse second = channel.basicGet(queue, false);
        // then
        assertEquals("a1", Client.text(first));
        assertEquals("b1", Client.text(second));
        assertNull(channel.basicGet(queue, false));
        channel.basicAck(first.getEnvelope().getDeliveryTag(), false);
        assertEquals("a2", Client.text(channel.basicGet(queue, false)));
    }

    @Test
    void priorityConsumerIsPassedOverWhereItMayTakeNothing(Client client) throws Exception {
        // given
        String queue = queue(client);
        Inbox low = consume(client, queue, 2);
        publish(client, queue, "a1");
        low.next();
        Inbox high = Inbox.withArguments(client.elsewhere(), queue, Map.of("x-priority", 5));
        // when
        publish(client, queue, "a2", "b1");
        // then
        assertEquals("a2", low.nextText());
        assertEquals("b1", high.nextText());
    }

    @Test
    void groupsAndPrioritiesAreRefusedTogether(Client client) throws Exception {
        String queue = client.name("both");
        CloseReason reason = CloseReason.of(() -> client.channel().queueDeclare(
                queue, false, false, false, Map.of("x-message-group-header", "customer", "x-max-priority", 5)));
        assertEquals(
                channelClose(
                        406,
                        "PRECONDITION_FAILED - invalid arg 'x-message-group-header' for queue '" + queue
                                + "' in vhost '/': a queue with message groups cannot have priorities",
                        QUEUE_DECLARE),
                reason);
    }
}
