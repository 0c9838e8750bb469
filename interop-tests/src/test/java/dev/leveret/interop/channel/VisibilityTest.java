package dev.leveret.interop.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What one connection was told is done, is done for every other: an answer, a confirm or a commit-ok comes after its
 * effect. Each fact is tried many times with connections that a broker is likely to serve by different threads.
 */
@WithBroker
class VisibilityTest {

    private static final int ROUNDS = 200;

    private Client client;
    private final List<Channel> channels = new ArrayList<>();

    @BeforeEach
    void openSomeConnections(Client connected) throws Exception {
        client = connected;
        for (int i = 0; i < 4; i++) {
            channels.add(client.elsewhere());
        }
    }

    private interface Fact {
        void check(String queue, Channel doing, Channel looking) throws Exception;
    }

    /** Tries with a queue declared by each connection, and all pairs of the others. */
    private void always(Fact fact) throws Exception {
        List<String> queues = new ArrayList<>();
        for (Channel channel : channels) {
            queues.add(channel.queueDeclare(client.name("queue"), false, false, false, Map.of()).getQueue());
        }
        for (int round = 0; round < ROUNDS; round++) {
            fact.check(queues.get(round % 4), channels.get(round / 4 % 4), channels.get(round / 16 % 4));
        }
    }

    @Test
    void confirmedMessageIsInTheQueue() throws Exception {
        for (Channel channel : channels) {
            channel.confirmSelect();
        }
        always((queue, publishing, getting) -> {
            publishing.basicPublish("", queue, null, Client.bytes("message"));
            publishing.waitForConfirmsOrDie(10_000);
            assertNotNull(getting.basicGet(queue, true));
        });
    }

    @Test
    void committedMessageIsInTheQueue() throws Exception {
        List<Channel> transactional = new ArrayList<>();
        for (Channel channel : channels) {
            Channel tx = channel.getConnection().createChannel();
            tx.txSelect();
            transactional.add(tx);
        }
        always((queue, publishing, getting) -> {
            Channel tx = transactional.get(channels.indexOf(publishing));
            tx.basicPublish("", queue, null, Client.bytes("message"));
            tx.txCommit();
            assertNotNull(getting.basicGet(queue, true));
        });
    }

    @Test
    void committedRequeueIsInTheQueue() throws Exception {
        List<Channel> transactional = new ArrayList<>();
        for (Channel channel : channels) {
            Channel tx = channel.getConnection().createChannel();
            tx.txSelect();
            transactional.add(tx);
        }
        always((queue, settling, getting) -> {
            Channel tx = transactional.get(channels.indexOf(settling));
            tx.basicPublish("", queue, null, Client.bytes("message"));
            tx.txCommit();
            tx.basicNack(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false, true);
            tx.txCommit();
            assertNotNull(getting.basicGet(queue, true));
        });
    }

    @Test
    void purgedQueueIsEmpty() throws Exception {
        always((queue, purging, getting) -> {
            purging.basicPublish("", queue, null, Client.bytes("message"));
            purging.queuePurge(queue);
            assertNull(getting.basicGet(queue, true));
        });
    }

    @Test
    void boundQueueGetsMessagesAndAnUnboundOneDoesNot() throws Exception {
        for (Channel channel : channels) {
            channel.confirmSelect();
        }
        String exchange = client.exchange("direct");
        always((queue, binding, publishing) -> {
            binding.queueBind(queue, exchange, "key");
            publishing.basicPublish(exchange, "key", null, Client.bytes("routed"));
            publishing.waitForConfirmsOrDie(10_000);
            assertNotNull(binding.basicGet(queue, true));
            binding.queueUnbind(queue, exchange, "key");
            publishing.basicPublish(exchange, "key", null, Client.bytes("dropped"));
            publishing.waitForConfirmsOrDie(10_000);
            assertNull(binding.basicGet(queue, true));
        });
    }

    @Test
    void declaredQueueIsThereAndADeletedOneIsNot() throws Exception {
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        for (Channel channel : channels) {
            channel.confirmSelect();
            channel.addReturnListener(returns::add);
        }
        always((any, declaring, publishing) -> {
            String queue = declaring.queueDeclare(any + "-more", false, false, false, Map.of()).getQueue();
            publishing.basicPublish("", queue, true, null, Client.bytes("routed"));
            publishing.waitForConfirmsOrDie(10_000);
            assertEquals(0, returns.size());
            assertEquals(1, declaring.queueDelete(queue).getMessageCount());
            publishing.basicPublish("", queue, true, null, Client.bytes("returned"));
            publishing.waitForConfirmsOrDie(10_000);
            // A return comes before its confirm.
            assertEquals("returned", new String(returns.remove().getBody()));
        });
    }

    @Test
    void cancelledConsumerGetsNothing() throws Exception {
        for (Channel channel : channels) {
            channel.confirmSelect();
        }
        always((queue, consuming, publishing) -> {
            Inbox inbox = Inbox.noAck(consuming, queue);
            consuming.basicCancel(inbox.consumerTag());
            publishing.basicPublish("", queue, null, Client.bytes("message"));
            publishing.waitForConfirmsOrDie(10_000);
            assertNotNull(consuming.basicGet(queue, true));
            assertEquals(0, inbox.waiting());
        });
    }

    @Test
    @LeveretOnly("RabbitMQ answers the close a moment before")
    void closedChannelHasGivenBackWhatItHeld() throws Exception {
        for (Channel channel : channels) {
            channel.confirmSelect();
        }
        always((queue, holding, getting) -> {
            holding.basicPublish("", queue, null, Client.bytes("message"));
            holding.waitForConfirmsOrDie(10_000);
            Channel closing = holding.getConnection().createChannel();
            assertNotNull(closing.basicGet(queue, false));
            closing.close();
            assertTrue(getting.basicGet(queue, true).getEnvelope().isRedeliver());
        });
    }
}
