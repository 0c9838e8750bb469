package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.method.TxMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A repeated message is told to be safe when the first one is, and a key is known of what was taken and of nothing else. */
class DeduplicationTest {

    private static final FieldTable DEDUPLICATING = FieldTable.builder()
            .put("x-message-deduplication", true)
            .put("x-cache-size", 100)
            .build();

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient other = broker.client(1);

    @BeforeEach
    void declare() {
        durably(new ExchangeMethod.Declare("x", "fanout", false, true, false, false, false, DEDUPLICATING));
    }

    @AfterEach
    void everyUnitHasAllItsParts() {
        assertFalse(broker.store.hasIncompleteUnits());
    }

    private void durably(ToChannel method) {
        broker.ask(client, method);
        broker.store.round(true);
        broker.settle(client);
    }

    /** On the other client's loop. */
    private void queue(String name, FieldTable arguments) {
        durably(new QueueMethod.Declare(name, false, true, false, false, false, arguments));
        durably(new QueueMethod.Bind(name, "x", "", false, FieldTable.EMPTY));
        broker.ask(other, Methods.consume(name, name));
        broker.ask(other, Methods.cancel(name));
    }

    private static BasicProperties persistent(String key) {
        return BasicProperties.builder()
                .deliveryMode(2)
                .headers(FieldTable.of("x-deduplication-header", FieldValue.text(key)))
                .build();
    }

    private List<String> publish(SimulatedClient from, String exchange, String routingKey, String key) {
        broker.on(from, () -> from.publish(1, exchange, routingKey, "m", false, persistent(key)));
        return broker.settle(from);
    }

    private void confirms(SimulatedClient... clients) {
        for (SimulatedClient each : clients) {
            broker.ask(each, new ConfirmMethod.Select(false));
        }
    }

    private String get(String queue) {
        return broker.ask(other, new BasicMethod.Get(queue, true)).getLast();
    }

    @Test
    void aRepetitionIsConfirmedWithTheOriginal() {
        // given a message that is not durable yet
        queue("q", FieldTable.EMPTY);
        confirms(client, other);
        assertEquals(List.of(), publish(client, "x", "", "k"));

        // when it comes again
        assertEquals(List.of(), publish(other, "x", "", "k"));

        // then both are confirmed when it is, and later ones at once
        broker.store.round(true);
        assertEquals(List.of("1 ack 1"), broker.settle(client));
        assertEquals(List.of("1 ack 1"), broker.settle(other));
        assertEquals(List.of("1 ack 2"), publish(other, "x", "", "k"));
        assertEquals(2, broker.store.messages()); // one message, and its key
        assertEquals("1 get-ok 1 m, 0 left", get("q"));
    }

    @Test
    void aRepetitionInAQueueIsConfirmedWithTheOriginal() {
        // given two queues on different loops, one of which deduplicates
        queue("dedup", FieldTable.of("x-message-deduplication", new FieldValue.Bool(true)));
        durably(Methods.declareDurable("plain"));
        durably(new QueueMethod.Bind("plain", "amq.fanout", "", false, FieldTable.EMPTY));
        durably(new QueueMethod.Bind("dedup", "amq.fanout", "", false, FieldTable.EMPTY));
        confirms(client, other);

        // when a message goes to both, and to the one once more
        assertEquals(List.of(), publish(client, "amq.fanout", "", "k"));
        assertEquals(List.of(), publish(other, "", "dedup", "k"));

        // then
        broker.store.round(true);
        assertEquals(List.of("1 ack 1"), broker.settle(client));
        assertEquals(List.of("1 ack 1"), broker.settle(other));
        assertEquals("1 get-ok 1 m, 0 left", get("dedup"));
    }

    @Test
    void aRefusedMessageMayComeAgain() {
        // given a full queue on another loop
        queue("q", FieldTable.builder().put("x-max-length", 1).put("x-overflow", "reject-publish").build());
        confirms(client);
        publish(client, "x", "", "k1");
        broker.store.round(true);
        assertEquals(List.of("1 ack 1"), broker.settle(client));

        // when a message is refused, and one that repeats it before that is known
        SimulatedClient neighbour = broker.client(0);
        confirms(neighbour);
        broker.on(client, () -> client.publish(1, "x", "", "m", false, persistent("k2")));
        broker.on(neighbour, () -> neighbour.publish(1, "x", "", "m", false, persistent("k2")));
        broker.loops.untilIdle();
        broker.store.round(true);

        // then both may try again
        assertEquals(List.of("1 nack 2"), broker.settle(client));
        assertEquals(List.of("1 nack 1"), broker.settle(neighbour));
        assertEquals("1 get-ok 1 m, 0 left", get("q"));
        publish(client, "x", "", "k2");
        broker.store.round(true);
        assertEquals(List.of("1 ack 3"), broker.settle(client));
        assertEquals("1 get-ok 2 m, 0 left", get("q"));
    }

    @Test
    void aMessageThatIsRefusedAndNobodyHearsOfItMayComeAgain() {
        // given a full queue on another loop, and a publisher without confirms
        queue("q", FieldTable.builder().put("x-max-length", 1).put("x-overflow", "reject-publish").build());
        publish(client, "x", "", "k1");
        publish(client, "x", "", "k2");
        assertEquals("1 get-ok 1 m, 0 left", get("q"));

        // when
        publish(client, "x", "", "k2");
        publish(client, "x", "", "k1");

        // then
        assertEquals("1 get-ok 2 m, 0 left", get("q"));
        assertEquals("1 GetEmpty[]", get("q"));
        broker.store.round(true);
    }

    @Test
    void rollbackLeavesNoKey() {
        // given
        queue("q", FieldTable.EMPTY);
        broker.ask(client, new TxMethod.Select());
        publish(client, "x", "", "k");

        // when somebody else is first, and the transaction is rolled back
        confirms(other);
        publish(other, "x", "", "k2");
        publish(client, "x", "", "k2");
        broker.ask(client, new TxMethod.Rollback());

        // then what was rolled back may come
        publish(other, "x", "", "k");
        broker.store.round(true);
        assertEquals(List.of("1 ack to 2"), broker.settle(other));
        assertEquals("1 get-ok 1 m, 1 left", get("q"));
    }

    @Test
    void aTransactionThatRepeatsItselfIsCommitted() {
        // given a queue that deduplicates too, and another one so that the commit has parts elsewhere
        queue("q", FieldTable.of("x-message-deduplication", new FieldValue.Bool(true)));
        durably(Methods.declareDurable("plain"));
        broker.ask(client, new TxMethod.Select());
        for (int i = 0; i < 2; i++) {
            publish(client, "x", "", "k");
            publish(client, "", "q", "k2");
            publish(client, "", "plain", "k3");
        }

        // when
        assertEquals(List.of(), broker.ask(client, new TxMethod.Commit()));
        broker.store.round(true);

        // then
        assertEquals(List.of("1 CommitOk[]"), broker.settle(client));
        assertEquals("1 get-ok 1 m, 1 left", get("q"));
        assertEquals("1 get-ok 2 m, 1 left", get("plain"));
    }

    @Test
    void keysGoWithTheirExchange() {
        // given
        queue("q", FieldTable.EMPTY);
        publish(client, "x", "", "k");
        assertTrue(broker.store.definitions().contains("queue amq.keys.x"));

        // when
        durably(new ExchangeMethod.Delete("x", false, false));

        // then
        assertFalse(broker.store.definitions().contains("queue amq.keys.x"));
    }

    @Test
    void aDeadLetterThatRepeatsAMessageLeavesItsQueueWithThat() {
        // given a message that will die, and another one of the same key where it goes
        queue("q", FieldTable.of("x-message-deduplication", new FieldValue.Bool(true)));
        durably(new QueueMethod.Declare("dying", false, true, false, false, false, FieldTable.builder()
                .put("x-dead-letter-exchange", "")
                .put("x-dead-letter-routing-key", "q")
                .build()));
        publish(client, "", "dying", "k");
        publish(client, "", "q", "k");
        assertEquals(2, broker.store.messages());

        // when it dies
        assertEquals(List.of("1 get-ok 1 m, 0 left"), broker.ask(client, new BasicMethod.Get("dying", false)));
        broker.ask(client, new BasicMethod.Reject(1, false));

        // then there is one message left
        assertEquals(1, broker.store.messages());
        assertEquals("1 get-ok 1 m, 0 left", get("q"));
    }
}
