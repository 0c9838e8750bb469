package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A dead letter that waits for room is tried again and again, and is no repeated message for all that. */
class RepeatedDeadLetterTest {

    private final SimulatedBroker broker = new SimulatedBroker(1, 1);
    private final SimulatedClient client = broker.client(0);

    @BeforeEach
    void declare() {
        broker.ask(client, new ExchangeMethod.Declare(
                "x", "x-message-deduplication", false, false, false, false, false,
                FieldTable.of("x-cache-size", new FieldValue.Int32(10))));
        declare("dying", FieldTable.of("x-dead-letter-exchange", FieldValue.text("x")));
        declare("full", FieldTable.of("x-max-length", new FieldValue.Int32(1)).with("x-overflow", FieldValue.text("reject-publish")));
        broker.ask(client, new QueueMethod.Bind("full", "x", "", false, FieldTable.EMPTY));
        broker.publish(client, "full", "in the way");
    }

    private void declare(String queue, FieldTable arguments) {
        broker.ask(client, new QueueMethod.Declare(queue, false, false, false, false, false, arguments));
    }

    private String get(String queue) {
        return broker.ask(client, new BasicMethod.Get(queue, true)).get(0);
    }

    @Test
    void deadLetterThatWasRefusedPassesTheDeduplicationExchangeWhenThereIsRoom() {
        // given a message that dies while there is no room
        FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("a"));
        BasicProperties properties = BasicProperties.builder().headers(headers).build();
        broker.on(client, () -> client.publish(1, "", "dying", "letter", false, properties));
        broker.settle(client);
        broker.ask(client, new BasicMethod.Get("dying", false));
        broker.ask(client, new BasicMethod.Reject(1, false));
        for (int i = 0; i < 5; i++) {
            broker.loops.advanceMillis(1000);
            broker.settle(client);
        }
        // when
        assertEquals("1 get-ok 2 in the way, 0 left", get("full"));
        broker.loops.advanceMillis(1000);
        broker.settle(client);
        // then
        assertEquals("1 get-ok 3 letter, 0 left", get("full"));
        // and it is seen for good
        broker.on(client, () -> client.publish(1, "x", "", "again", false, properties));
        assertEquals(List.of(), broker.settle(client));
        assertEquals(List.of(), client.errors());
        assertEquals("1 GetEmpty[]", get("full"));
    }
}
