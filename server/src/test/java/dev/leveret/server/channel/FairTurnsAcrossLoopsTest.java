package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Consumers of different prefetch get what they should, on whatever loop they are. */
class FairTurnsAcrossLoopsTest {

    @Test
    void eachGetsWhatItsLimitAllowsAndTheOthersShareTheRest() {
        for (long seed = 0; seed < 50; seed++) {
            assertEquals(List.of(1L, 1L, 50L, 50L), shares(seed), "seed " + seed);
        }
    }

    /** What each of four consumers gets of 102 messages that come while the loops run in any order. */
    private static List<Long> shares(long seed) {
        var broker = new SimulatedBroker(2, seed);
        SimulatedClient publisher = broker.client(1);
        broker.ask(publisher, Methods.declare("q"));
        List<SimulatedClient> consumers = new ArrayList<>();
        for (int prefetch : new int[] {1, 1, 1_000, 1_000}) {
            SimulatedClient consumer = broker.client(consumers.size() % 2);
            consumers.add(consumer);
            broker.ask(consumer, Methods.qos(prefetch, false));
            broker.ask(consumer, Methods.consume("q", "c"));
        }
        for (int i = 0; i < 102; i++) {
            broker.on(publisher, () -> publisher.publish(1, "", "q", "m"));
            broker.loops.someSteps(3);
        }
        broker.loops.untilIdle();
        return consumers.stream()
                .map(consumer -> consumer.received().stream().filter(line -> line.startsWith("1 deliver")).count())
                .toList();
    }

    @Test
    void aSmallPrefetchGetsOneForEachThatItAcknowledges() {
        // given two consumers on different loops, one of which may have one message at a time
        var broker = new SimulatedBroker(2, 1);
        SimulatedClient many = broker.client(0);
        SimulatedClient one = broker.client(1);
        broker.ask(many, Methods.declare("q"));
        broker.ask(many, Methods.consume("q", "c"));
        broker.ask(one, Methods.qos(1, false));
        broker.ask(one, Methods.consume("q", "c"));
        // when it acknowledges while messages come one by one
        int toOne = 0;
        for (int i = 0; i < 90; i++) {
            broker.publish(many, "q", "m");
            for (String line : one.received()) {
                toOne++;
                broker.ask(one, Methods.ack(toOne));
            }
        }
        // then it has had every second one
        assertEquals(45, toOne);
    }
}
