package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.value.BasicProperties;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.jupiter.api.Test;

/** A client that asks for messages and does not take them, with the queue on its own loop and on another. */
@ParameterizedClass
@ValueSource(ints = {0, 1})
class SlowReaderTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client;
    private final SimulatedClient owner = broker.client(0);

    SlowReaderTest(int loopOfTheClient) {
        client = broker.client(loopOfTheClient);
    }

    @BeforeEach
    void threeMessages() {
        broker.ask(owner, Methods.declare("q"));
        for (String body : List.of("a", "b", "c")) {
            broker.publish(owner, "q", body);
        }
    }

    @Test
    void getIsNotCarriedOutWhileTheAnswerToTheLastOneIsUnsent() {
        // given a client that does not read
        client.writable(false);

        // when it asks twice
        broker.ask(client, new BasicMethod.Get("q", false));
        broker.ask(client, new BasicMethod.Get("q", false));

        // then the queue has been asked once
        assertEquals(2, ready());

        // and the rest follows when it reads
        client.received();
        broker.on(client, () -> client.writable(true));
        assertEquals(List.of("1 get-ok 2 b, 1 left"), broker.settle(client));
    }

    @Test
    void publishIsNotCarriedOutWhileAReturnIsUnsent() {
        // given a client that does not read, and to which a message is returned
        client.writable(false);
        broker.on(client, () -> client.publish(1, "", "nowhere", "x", true, BasicProperties.EMPTY));
        broker.settle(client);

        // when it publishes on
        broker.publish(client, "q", "d");
        assertEquals(3, ready());

        // then that is done when it reads
        broker.on(client, () -> client.writable(true));
        broker.settle(client);
        assertEquals(4, ready());
    }

    @Test
    void whatManyChannelsKeepBackStopsTheConnection() {
        // given a client that does not read, with a return unsent on each of many channels
        client.writable(false);
        for (int channel = 2; channel <= 21; channel++) {
            int number = channel;
            broker.on(client, () -> {
                client.open(number);
                client.publish(number, "", "nowhere", "x", true, BasicProperties.EMPTY);
            });
        }

        // when it publishes on, on each less than a channel may keep back
        String body = "y".repeat(300_000);
        for (int channel = 2; channel <= 21; channel++) {
            int number = channel;
            broker.on(client, () -> client.publish(number, "", "q", body));
        }

        // then it is not read any more, until it reads
        assertEquals(true, client.isPaused());
        broker.on(client, () -> client.writable(true));
        broker.settle(client);
        assertEquals(false, client.isPaused());
        assertEquals(23, ready());
    }

    @Test
    void whatAnEndingClientWasGivenGoesBack() {
        // given a client that has not read the answer to a get
        client.writable(false);
        broker.ask(client, new BasicMethod.Get("q", false));
        assertEquals(2, ready());

        // when its connection ends
        boolean[] over = new boolean[1];
        broker.on(client, () -> client.close(() -> over[0] = true));
        broker.settle(client);

        // then the message is ready again
        assertEquals(true, over[0]);
        assertEquals(3, ready());
    }

    private int ready() {
        String counts = broker.ask(owner, Methods.declarePassive("q")).get(0);
        return Integer.parseInt(counts.replaceFirst(".*messageCount=(\\d+).*", "$1"));
    }
}
