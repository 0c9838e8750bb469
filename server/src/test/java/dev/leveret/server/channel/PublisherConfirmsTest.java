package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A confirm comes when the message is safe, and not later. */
class PublisherConfirmsTest {

    private static final BasicProperties PERSISTENT =
            BasicProperties.builder().deliveryMode(2).build();

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);

    @BeforeEach
    void confirms() {
        assertEquals(List.of("1 SelectOk[]"), broker.ask(client, new ConfirmMethod.Select(false)));
        durable("d1");
        durable("d2");
        broker.ask(client, Methods.declare("t"));
        for (String queue : List.of("d1", "d2", "t")) {
            broker.ask(client, new QueueMethod.Bind(queue, "amq.fanout", "", true, FieldTable.EMPTY));
        }
        broker.store.round(true);
        broker.settle(client);
    }

    private void durable(String queue) {
        broker.on(client, () -> client.send(1, Methods.declareDurable(queue)));
        broker.loops.untilIdle();
        broker.store.round(true);
        broker.settle(client);
    }

    private List<String> publish(String exchange, String key, BasicProperties properties) {
        broker.on(client, () -> client.publish(1, exchange, key, "m", false, properties));
        return broker.settle(client);
    }

    @Test
    void transientMessageIsConfirmedAtOnce() {
        assertEquals(List.of("1 ack 1"), publish("", "d1", BasicProperties.EMPTY));
    }

    @Test
    void persistentMessageToATransientQueueIsConfirmedAtOnce() {
        assertEquals(List.of("1 ack 1"), publish("", "t", PERSISTENT));
    }

    @Test
    void persistentMessageIsConfirmedWhenTheStoreHasIt() {
        assertEquals(List.of(), publish("", "d1", PERSISTENT));
        broker.store.round(true);
        assertEquals(List.of("1 ack 1"), broker.settle(client));
    }

    @Test
    void messageForSeveralQueuesIsConfirmedOnceAndAfterAllOfThem() {
        // given one of the durable queues on another loop
        SimulatedClient other = broker.client(1);
        broker.ask(other, Methods.consume("d2", "c"));

        // when a message goes to all
        publish("amq.fanout", "", PERSISTENT);

        // then it is one unit, and one confirm
        assertEquals(1, broker.store.waiting());
        broker.store.round(true);
        assertEquals(List.of("1 ack 1"), broker.settle(client));
        assertEquals(2, broker.store.messages());
    }

    @Test
    void messageThatTheStoreCouldNotKeepIsRefused() {
        publish("", "d1", PERSISTENT);
        publish("", "d1", PERSISTENT);
        broker.store.round(false);
        assertEquals(List.of("1 nack 1", "1 nack 2"), broker.settle(client));
    }

    @Test
    void confirmsOfOneTurnArePutTogether() {
        broker.on(client, () -> {
            for (int i = 0; i < 100; i++) {
                client.publish(1, "", "t", "m");
            }
        });
        assertEquals(List.of("1 ack to 100"), broker.settle(client));
    }

    @Test
    void confirmsOfOneRoundArePutTogether() {
        broker.on(client, () -> {
            for (int i = 0; i < 100; i++) {
                client.publish(1, "", "d1", "m", false, PERSISTENT);
            }
        });
        broker.settle(client);
        broker.store.round(true);
        assertEquals(List.of("1 ack to 100"), broker.settle(client));
    }

    @Test
    void queueThatHasJustBeenDeletedAcceptsEverything() {
        // given a publisher on another loop, who knows the queue
        SimulatedClient other = broker.client(1);
        broker.ask(other, new ConfirmMethod.Select(false));

        // when the queue is deleted while his message is on its way
        broker.on(other, () -> other.publish(1, "", "d1", "m", false, PERSISTENT));
        broker.on(client, () -> client.send(1, Methods.delete("d1")));
        broker.loops.untilIdle();
        broker.store.round(true);

        // then it is confirmed, and the queue's deletion too
        assertEquals(List.of("1 ack 1"), broker.settle(other));
        assertEquals(List.of("1 DeleteOk[messageCount=0]"), broker.settle(client));
        assertFalse(broker.store.hasIncompleteUnits());
    }

    @Test
    void confirmsThatAreDuePrecedeCloseOk() {
        broker.on(client, () -> {
            client.publish(1, "", "t", "m");
            client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        });
        assertEquals(List.of("1 ack 1", "1 CloseOk[]"), broker.settle(client));
    }

    @Test
    void confirmThatComesAfterTheCloseIsDropped() {
        publish("", "d1", PERSISTENT);
        broker.ask(client, new ChannelMethod.Close(200, "", 0, 0));
        broker.store.round(true);
        assertEquals(List.of(), broker.settle(client));
    }
}
