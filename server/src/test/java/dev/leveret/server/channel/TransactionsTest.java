package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.amqp.value.BasicProperties;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is published and settled between two commits happens at the second of them, or not at all. */
class TransactionsTest {

    private static final BasicProperties PERSISTENT =
            BasicProperties.builder().deliveryMode(2).build();

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient other = broker.client(1);

    private void select() {
        assertEquals(List.of("1 SelectOk[]"), broker.ask(client, new TxMethod.Select()));
    }

    private String get(String queue) {
        return broker.ask(other, new BasicMethod.Get(queue, true)).get(0);
    }

    @Test
    void messagesAreSeenAfterTheCommit() {
        broker.ask(client, Methods.declare("q"));
        select();
        broker.publish(client, "q", "m");
        assertEquals("1 GetEmpty[]", get("q"));
        assertEquals(List.of("1 CommitOk[]"), broker.ask(client, new TxMethod.Commit()));
        assertEquals("1 get-ok 1 m, 0 left", get("q"));
    }

    @Test
    void rollbackForgetsMessages() {
        broker.ask(client, Methods.declare("q"));
        select();
        broker.publish(client, "q", "m");
        assertEquals(List.of("1 RollbackOk[]"), broker.ask(client, new TxMethod.Rollback()));
        assertEquals(List.of("1 CommitOk[]"), broker.ask(client, new TxMethod.Commit()));
        assertEquals("1 GetEmpty[]", get("q"));
    }

    @Test
    void commitIsAnsweredWhenAllOfItIsStoredAtOnce() {
        // given a durable queue with a message, and another durable queue on another loop
        durable("in");
        durable("out");
        broker.ask(other, Methods.consumeNoAck("out", "c"));
        broker.on(client, () -> client.publish(1, "", "in", "1", false, PERSISTENT));
        broker.settle(client);
        select();

        // when the message is moved from the one to the other
        assertEquals(List.of("1 get-ok 1 1, 0 left"), broker.ask(client, new BasicMethod.Get("in", false)));
        broker.on(client, () -> client.publish(1, "", "out", "2", false, PERSISTENT));
        broker.ask(client, Methods.ack(1));
        assertEquals(List.of(), broker.ask(client, new TxMethod.Commit()));

        // then that is one unit, whose end answers the commit
        assertEquals(1, broker.store.waiting());
        broker.store.round(true);
        assertEquals(List.of("1 CommitOk[]"), broker.settle(client));
    }

    @Test
    void commitThatTheStoreCouldNotKeepClosesTheChannel() {
        durable("q");
        select();
        broker.on(client, () -> client.publish(1, "", "q", "m", false, PERSISTENT));
        broker.ask(client, new TxMethod.Commit());
        broker.store.round(false);
        assertEquals(List.of(), broker.settle(client));
        assertEquals(List.of("406 PRECONDITION_FAILED - partial tx completion at 90.20"), client.errors());
    }

    @Test
    void commitOfAMessageThatItsQueueRefusesClosesTheChannel() {
        // given a queue that has room for one message, and two in a transaction
        broker.ask(client, Methods.declareRefusing("q", 1));
        select();
        broker.publish(client, "q", "m1");
        broker.publish(client, "q", "m2");
        // when
        assertEquals(List.of(), broker.ask(client, new TxMethod.Commit()));
        // then the one that was taken is there
        assertEquals(List.of("406 PRECONDITION_FAILED - partial tx completion at 90.20"), client.errors());
        assertEquals("1 get-ok 1 m1, 0 left", get("q"));
    }

    @Test
    void commitOfWhatAQueueTakesThatMayRefuseIsAnswered() {
        broker.ask(client, Methods.declareRefusing("q", 1));
        select();
        broker.publish(client, "q", "m1");
        assertEquals(List.of("1 CommitOk[]"), broker.ask(client, new TxMethod.Commit()));
        assertEquals("1 get-ok 1 m1, 0 left", get("q"));
    }

    @Test
    void rolledBackAcknowledgementCanBeMadeAgain() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        select();
        broker.ask(client, new BasicMethod.Get("q", false));
        broker.ask(client, Methods.ack(1));
        broker.ask(client, new TxMethod.Rollback());
        assertEquals(List.of(), broker.ask(client, Methods.ack(1)));
        assertEquals(List.of("1 CommitOk[]"), broker.ask(client, new TxMethod.Commit()));
        assertEquals(List.of(), client.errors());
        assertEquals("1 GetEmpty[]", get("q"));
    }

    @Test
    void acknowledgementIsRefusedAtOnceIfThereIsNoSuchDelivery() {
        select();
        broker.ask(client, Methods.ack(1));
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 1 at 60.80"), client.errors());
    }

    @Test
    void uncommittedAcknowledgementIsVoidWhenTheChannelCloses() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        select();
        broker.ask(client, new BasicMethod.Get("q", false));
        broker.ask(client, Methods.ack(1));
        broker.ask(client, new ChannelMethod.Close(200, "", 0, 0));
        assertEquals("1 get-ok 1 again m, 0 left", get("q"));
    }

    @Test
    void requeueHappensAtTheCommit() {
        broker.ask(client, Methods.declare("q"));
        broker.publish(client, "q", "m");
        select();
        broker.ask(client, new BasicMethod.Get("q", false));
        broker.ask(client, new BasicMethod.Reject(1, true));
        assertEquals("1 GetEmpty[]", get("q"));
        broker.ask(client, new TxMethod.Commit());
        assertEquals("1 get-ok 1 again m, 0 left", get("q"));
    }

    @Test
    void unroutableMessageIsReturnedAtTheCommit() {
        select();
        broker.on(client, () -> client.publish(1, "", "nobody", "m", true, BasicProperties.EMPTY));
        assertEquals(List.of(), broker.settle(client));
        assertEquals(
                List.of("1 return 312 NO_ROUTE m", "1 CommitOk[]"), broker.ask(client, new TxMethod.Commit()));
    }

    @Test
    void confirmsAndTransactionsExcludeEachOther() {
        select();
        broker.ask(client, new ConfirmMethod.Select(false));
        assertEquals(
                List.of("406 PRECONDITION_FAILED - cannot switch from tx to confirm mode at 85.10"), client.errors());
        broker.ask(other, new ConfirmMethod.Select(true));
        broker.ask(other, new TxMethod.Select());
        assertEquals(
                List.of("406 PRECONDITION_FAILED - cannot switch from confirm to tx mode at 90.10"), other.errors());
    }

    @Test
    void commitAndRollbackNeedASelect() {
        broker.ask(client, new TxMethod.Commit());
        assertEquals(List.of("406 PRECONDITION_FAILED - channel is not transactional at 90.20"), client.errors());
        broker.ask(other, new TxMethod.Rollback());
        assertEquals(List.of("406 PRECONDITION_FAILED - channel is not transactional at 90.30"), other.errors());
    }

    private void durable(String queue) {
        broker.on(client, () -> client.send(1, Methods.declareDurable(queue)));
        broker.loops.untilIdle();
        broker.store.round(true);
        broker.settle(client);
    }
}
