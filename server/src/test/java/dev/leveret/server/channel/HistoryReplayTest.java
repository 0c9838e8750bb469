package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a destination gets when it is bound to an exchange that keeps its last messages. */
class HistoryReplayTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient elsewhere = broker.client(1);

    @BeforeEach
    void publishThree() {
        broker.ask(client, new ExchangeMethod.Declare(
                "x", "x-recent-history", false, false, false, false, false, FieldTable.EMPTY));
        for (int i = 1; i <= 3; i++) {
            String key = "k" + i;
            String body = "m" + i;
            broker.on(client, () -> client.publish(1, "x", key, body));
        }
        broker.settle(client);
    }

    private List<String> drain(String queue) {
        List<String> got = new ArrayList<>();
        List<String> answer = broker.ask(client, new BasicMethod.Get(queue, true));
        while (answer.get(0).contains("get-ok")) {
            got.add(answer.get(0).split(",")[0].replaceFirst(".* ", ""));
            answer = broker.ask(client, new BasicMethod.Get(queue, true));
        }
        return got;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void queueGetsThemOldestFirstFromWhateverLoopItIsBound(boolean durable) {
        // given
        broker.ask(client, durable ? Methods.declareDurable("q") : Methods.declare("q"));
        broker.store.round(true);
        broker.settle(client);
        // when
        broker.ask(elsewhere, new QueueMethod.Bind("q", "x", "", false, FieldTable.EMPTY));
        // then
        assertEquals(List.of("m1", "m2", "m3"), drain("q"));
        // and binding it again changes nothing
        broker.ask(elsewhere, new QueueMethod.Bind("q", "x", "", false, FieldTable.EMPTY));
        assertEquals(List.of(), drain("q"));
        // and another binding is a new one
        broker.ask(elsewhere, new QueueMethod.Bind("q", "x", "other", false, FieldTable.EMPTY));
        assertEquals(List.of("m1", "m2", "m3"), drain("q"));
    }

    @Test
    void exchangeRoutesThemOnByItsOwnRules() {
        // given
        broker.ask(client, Methods.declare("q"));
        broker.ask(client, new QueueMethod.Bind("q", "amq.direct", "k2", false, FieldTable.EMPTY));
        // when
        broker.ask(client, new ExchangeMethod.Bind("amq.direct", "x", "", false, FieldTable.EMPTY));
        // then
        assertEquals(List.of("m2"), drain("q"));
    }
}
