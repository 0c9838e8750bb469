package dev.leveret.interop.channel;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_ACK;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static dev.leveret.interop.fixture.SpecMethod.CONFIRM_SELECT;
import static dev.leveret.interop.fixture.SpecMethod.TX_COMMIT;
import static dev.leveret.interop.fixture.SpecMethod.TX_ROLLBACK;
import static dev.leveret.interop.fixture.SpecMethod.TX_SELECT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Return;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** tx.select, tx.commit, tx.rollback: publishes and settlements happen at the commit or not at all. */
@WithBroker
class TransactionTest {

    private Client client;
    private Channel tx;
    private String queue;

    @BeforeEach
    void openATransactionalChannel(Client connected) throws Exception {
        client = connected;
        queue = client.sharedQueue();
        tx = client.elsewhere();
        tx.txSelect();
    }

    @Test
    void publishesAreSeenAfterTheCommitOnly() throws Exception {
        // given
        String other = client.sharedQueue();
        publish(queue, "one");
        publish(other, "two");
        publish(queue, "three");
        tx.queueDeclarePassive(queue);
        assertEquals(List.of(), client.drain(queue));
        // when
        tx.txCommit();
        // then
        assertEquals(List.of("one", "three"), client.drain(queue));
        assertEquals(List.of("two"), client.drain(other));
    }

    @Test
    void persistentPublishesAreThereAtCommitOk() throws Exception {
        // given
        String durable = client.channel().queueDeclare(client.name("durable"), true, false, false, null).getQueue();
        for (int i = 0; i < 10; i++) {
            tx.basicPublish("", durable, MessageProperties.PERSISTENT_BASIC, Client.bytes("m" + i));
        }
        // when
        tx.txCommit();
        // then
        assertEquals(10, client.ready(durable));
    }

    @Test
    void rolledBackPublishesAreGone() throws Exception {
        // given
        publish(queue, "dropped");
        // when
        tx.txRollback();
        publish(queue, "kept");
        tx.txCommit();
        // then
        assertEquals(List.of("kept"), client.drain(queue));
    }

    @Test
    void closingTheChannelDropsWhatWasNotCommitted() throws Exception {
        // given
        publish(queue, "dropped");
        // when
        tx.close();
        // then
        assertEquals(List.of(), client.drain(queue));
    }

    @Test
    void nextTransactionBeginsWithTheCommit() throws Exception {
        // given
        publish(queue, "first");
        tx.txCommit();
        publish(queue, "second");
        assertEquals(List.of("first"), client.drain(queue));
        // when
        tx.txCommit();
        // then
        assertEquals(List.of("second"), client.drain(queue));
    }

    @Test
    void emptyTransactionsCanBeCommittedAndRolledBack() throws Exception {
        // when
        tx.txSelect();
        tx.txCommit();
        tx.txRollback();
        tx.txCommit();
        // then
        assertTrue(tx.isOpen());
    }

    @Test
    void uncommittedAckIsUndoneWhenTheChannelCloses() throws Exception {
        // given
        client.publish("", queue, "message");
        tx.basicAck(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        // when
        tx.close();
        // then
        client.awaitReady(queue, 1);
        GetResponse again = client.channel().basicGet(queue, true);
        assertEquals("message", Client.text(again));
        assertTrue(again.getEnvelope().isRedeliver());
    }

    @Test
    void committedAckIsFinal() throws Exception {
        // given
        client.publish("", queue, "message");
        tx.basicAck(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false);
        // when
        tx.txCommit();
        tx.close();
        // then
        assertNull(client.channel().basicGet(queue, true));
    }

    @Test
    void rolledBackAckCanBeGivenAgain() throws Exception {
        // given
        client.publish("", queue, "message");
        long tag = tx.basicGet(queue, false).getEnvelope().getDeliveryTag();
        tx.basicAck(tag, false);
        // when
        tx.txRollback();
        tx.basicAck(tag, false);
        tx.txCommit();
        tx.close();
        // then
        assertNull(client.channel().basicGet(queue, true));
    }

    @Test
    void requeueHappensAtTheCommit() throws Exception {
        // given
        client.publish("", queue, "message");
        tx.basicNack(tx.basicGet(queue, false).getEnvelope().getDeliveryTag(), false, true);
        tx.queueDeclarePassive(queue);
        assertNull(client.channel().basicGet(queue, true));
        // when
        tx.txCommit();
        // then
        client.awaitReady(queue, 1);
        assertNotNull(client.channel().basicGet(queue, true));
    }

    @Test
    void unroutableMandatoryMessageIsReturnedAtTheCommit() throws Exception {
        // given
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        tx.addReturnListener(returns::add);
        tx.basicPublish("", "nowhere", true, null, Client.bytes("lost"));
        tx.queueDeclarePassive(queue);
        assertEquals(0, returns.size());
        // when
        tx.txCommit();
        // then
        assertEquals("NO_ROUTE", Deadline.next(returns, "basic.return").getReplyText());
    }

    @Test
    void publishToAMissingExchangeFailsAtOnce() throws Exception {
        // when
        tx.basicPublish("no-such-exchange", "key", null, new byte[0]);
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'", BASIC_PUBLISH),
                CloseReason.awaited(tx));
    }

    @Test
    void unknownDeliveryTagFailsAtOnce() throws Exception {
        // when
        tx.basicAck(7, false);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - unknown delivery tag 7", BASIC_ACK),
                CloseReason.awaited(tx));
    }

    @Test
    void commitWithoutSelectIsRefused() throws Exception {
        // given
        Channel plain = client.channel();
        // when
        CloseReason reason = CloseReason.of(plain::txCommit);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - channel is not transactional", TX_COMMIT), reason);
    }

    @Test
    void rollbackWithoutSelectIsRefused() throws Exception {
        // given
        Channel plain = client.channel();
        // when
        CloseReason reason = CloseReason.of(plain::txRollback);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - channel is not transactional", TX_ROLLBACK), reason);
    }

    @Test
    void transactionalChannelCanNotConfirm() {
        // when
        CloseReason reason = CloseReason.of(tx::confirmSelect);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - cannot switch from tx to confirm mode", CONFIRM_SELECT),
                reason);
    }

    @Test
    void confirmingChannelCanNotBecomeTransactional() throws Exception {
        // given
        Channel confirming = client.channel();
        confirming.confirmSelect();
        // when
        CloseReason reason = CloseReason.of(confirming::txSelect);
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - cannot switch from confirm to tx mode", TX_SELECT),
                reason);
    }

    @Test
    void oneCommitReachesAllQueuesOfAFanout() throws Exception {
        // given
        String fanout = client.exchange("fanout");
        String a = client.boundQueue(fanout, "");
        String b = client.boundQueue(fanout, "", Map.of("copy", 2));
        tx.basicPublish(fanout, "", null, Client.bytes("to all"));
        // when
        tx.txCommit();
        // then
        assertEquals(List.of("to all"), client.drain(a));
        assertEquals(List.of("to all"), client.drain(b));
    }

    private void publish(String to, String text) throws Exception {
        tx.basicPublish("", to, null, Client.bytes(text));
    }
}
