package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue.Int32;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A consumer is given up while its queue, on another loop, goes on delivering to it. */
class AckTimeoutRaceTest {

    private static final int MESSAGES = 60;

    @Test
    void nothingIsLostOnTheWayToAConsumerThatIsGivenUp() {
        for (long seed = 0; seed < 100; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        // given a queue whose messages go to a consumer on another loop that settles nothing, as long as it is there
        var broker = new SimulatedBroker(2, seed);
        SimulatedClient other = broker.client(1);
        SimulatedClient late = broker.client(0);
        broker.ask(other, Methods.declare("q"));
        consume(broker, other, true, FieldTable.of("x-priority", new Int32(-1)));
        consume(broker, late, false, FieldTable.of("x-consumer-timeout", new Int32(1_000)));
        // when it is given up while more messages come
        for (int i = 0; i < MESSAGES; i++) {
            String body = "m" + i;
            broker.on(other, () -> other.publish(1, "", "q", body));
            broker.loops.someSteps(5);
            broker.loops.advanceMillis(25);
        }
        List<String> toTheLateOne = broker.settle(late);
        // then the other one gets all of them, once
        assertEquals("1 Cancel[consumerTag=c, noWait=true]", toTheLateOne.getLast(), "seed " + seed);
        assertEquals(
                IntStream.range(0, MESSAGES).mapToObj(i -> "m" + i).sorted().toList(),
                bodies(other.received()), "seed " + seed);
    }

    private static void consume(SimulatedBroker broker, SimulatedClient who, boolean noAck, FieldTable arguments) {
        broker.ask(who, new BasicMethod.Consume("q", "c", false, noAck, false, false, arguments));
    }

    private static List<String> bodies(List<String> received) {
        var bodies = new ArrayList<String>();
        for (String line : received) {
            bodies.add(line.substring(line.lastIndexOf(' ') + 1));
        }
        return bodies.stream().sorted().toList();
    }
}
