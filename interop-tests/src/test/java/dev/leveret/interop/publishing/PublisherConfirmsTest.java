package dev.leveret.interop.publishing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** confirm.select: each publish is answered with basic.ack once the broker has taken care of it. */
@WithBroker
class PublisherConfirmsTest {

    private static final int MANY = 5_000;

    @Test
    void confirmsAreNumberedFromOneAfterSelect(Client client) throws Exception {
        // given: two publishes that are not confirmed
        Channel channel = client.channel();
        channel.basicPublish("", "nowhere", null, new byte[0]);
        channel.basicPublish("", "nowhere", null, new byte[0]);
        Confirms confirms = new Confirms(channel);
        // when
        channel.basicPublish("", client.queue(), null, new byte[0]);
        // then
        assertEquals(new TreeSet<>(List.of(1L)), confirms.await(1));
    }

    @Test
    void secondSelectChangesNothing(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        Confirms confirms = new Confirms(channel);
        channel.basicPublish("", "nowhere", null, new byte[0]);
        // when
        channel.confirmSelect();
        channel.basicPublish("", "nowhere", null, new byte[0]);
        // then
        assertEquals(new TreeSet<>(List.of(1L, 2L)), confirms.await(2));
    }

    @Test
    void selectWithoutWaitIsNotAnswered(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, new AMQP.Confirm.Select.Builder().nowait(true).build());
        raw.publish(1, "", "nowhere").header(1, 60, 0);
        // then
        assertEquals(1, raw.expect(AMQP.Basic.Ack.class).getDeliveryTag());
    }

    @Test
    void everyPublishIsConfirmedExactlyOnce(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.queue();
        Confirms confirms = new Confirms(channel);
        // when
        for (int i = 0; i < MANY; i++) {
            channel.basicPublish("", queue, null, Client.bytes("m" + i));
        }
        // then
        assertEquals(numbers(MANY), confirms.await(MANY));
        assertEquals(MANY, client.ready(queue));
    }

    @Test
    void persistentMessagesOfADurableQueueAreConfirmed(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = channel.queueDeclare(client.name("durable"), true, false, false, Map.of()).getQueue();
        Confirms confirms = new Confirms(channel);
        // when
        for (int i = 0; i < MANY; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, Client.bytes("m" + i));
        }
        // then
        assertEquals(numbers(MANY), confirms.await(MANY));
        assertEquals(IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList(), client.drain(queue));
    }

    @Test
    void mixOfPersistentTransientAndUnroutableIsConfirmedExactlyOnceEach(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String durable = channel.queueDeclare(client.name("durable"), true, false, false, Map.of()).getQueue();
        String transientQueue = client.queue();
        Confirms confirms = new Confirms(channel);
        // when
        for (int i = 0; i < 900; i++) {
            String queue = List.of(durable, transientQueue, "nowhere").get(i % 3);
            AMQP.BasicProperties properties = i % 2 == 0 ? MessageProperties.PERSISTENT_BASIC : MessageProperties.BASIC;
            channel.basicPublish("", queue, properties, Client.bytes("m" + i));
        }
        // then
        assertEquals(numbers(900), confirms.await(900));
    }

    @Test
    void unroutableMessageIsConfirmed(Client client) throws Exception {
        // given
        Confirms confirms = new Confirms(client.channel());
        // when
        client.channel().basicPublish("amq.direct", "nobody-bound-this", null, new byte[0]);
        // then
        assertEquals(numbers(1), confirms.await(1));
    }

    @Test
    void confirmOfAFanoutMeansThatAllQueuesHaveIt(Client client) throws Exception {
        // given
        String fanout = client.exchange("fanout");
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            String queue = client.channel().queueDeclare(client.name("durable"), i % 2 == 0, false, false, Map.of())
                    .getQueue();
            client.channel().queueBind(queue, fanout, "");
            queues.add(queue);
        }
        // when
        client.publish(fanout, "", MessageProperties.PERSISTENT_BASIC, "one", "two");
        // then
        for (String queue : queues) {
            assertEquals(List.of("one", "two"), client.drain(queue));
        }
    }

    @Test
    void channelsAreConfirmedIndependently(Client client) throws Exception {
        // given
        Channel first = client.channel();
        Channel second = client.sibling();
        Confirms ofFirst = new Confirms(first);
        Confirms ofSecond = new Confirms(second);
        // when
        for (int i = 0; i < 10; i++) {
            first.basicPublish("", "nowhere", null, new byte[0]);
        }
        second.basicPublish("", "nowhere", null, new byte[0]);
        // then
        assertEquals(numbers(10), ofFirst.await(10));
        assertEquals(numbers(1), ofSecond.await(1));
    }

    @Test
    void publishesToAQueueThatIsBeingDeletedAreConfirmed(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = channel.queueDeclare(client.name("durable"), true, false, false, Map.of()).getQueue();
        Channel deleting = client.elsewhere();
        Confirms confirms = new Confirms(channel);
        // when
        for (int i = 0; i < 1000; i++) {
            channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, new byte[100]);
            if (i == 500) {
                deleting.queueDelete(queue);
            }
        }
        // then
        assertEquals(numbers(1000), confirms.await(1000));
    }

    @Test
    void oneConfirmAtATimeIsNotDelayed(Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("durable"), true, false, false, Map.of()).getQueue();
        // when
        for (int i = 0; i < 50; i++) {
            client.publish("", queue, MessageProperties.PERSISTENT_BASIC, "m" + i);
        }
        // then
        assertEquals(50, client.ready(queue));
    }

    private static TreeSet<Long> numbers(int count) {
        return LongStream.rangeClosed(1, count).collect(TreeSet::new, TreeSet::add, TreeSet::addAll);
    }

    /** What a channel's publishes were answered: each number once, whether alone or covered by a multiple. */
    private static final class Confirms {

        private record Confirm(long number, boolean multiple) {}

        private final BlockingQueue<Confirm> acks = new LinkedBlockingQueue<>();
        private final BlockingQueue<Confirm> nacks = new LinkedBlockingQueue<>();

        Confirms(Channel channel) throws Exception {
            channel.addConfirmListener((number, multiple) -> acks.add(new Confirm(number, multiple)),
                    (number, multiple) -> nacks.add(new Confirm(number, multiple)));
            channel.confirmSelect();
        }

        /** Waits until so many publishes are confirmed; fails when one is confirmed twice. */
        TreeSet<Long> await(int count) throws Exception {
            TreeSet<Long> confirmed = new TreeSet<>();
            while (confirmed.size() < count) {
                Confirm next = Deadline.next(acks, "confirm after " + confirmed.size());
                int before = confirmed.size();
                assertTrue(confirmed.add(next.number()), () -> next.number() + " is confirmed twice");
                if (next.multiple()) {
                    LongStream.range(1, next.number()).forEach(confirmed::add);
                    assertTrue(confirmed.size() > before);
                }
            }
            assertEquals(0, nacks.size());
            return confirmed;
        }
    }
}
