package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** basic.qos: for consumers to come, or for the whole channel, wherever its queues are. */
class PrefetchTest {

    private final SimulatedBroker broker = new SimulatedBroker(2, 1);
    private final SimulatedClient client = broker.client(0);
    private final SimulatedClient other = broker.client(1);

    private void queue(SimulatedClient owner, String name, int messages) {
        broker.ask(owner, Methods.declare(name));
        for (int i = 0; i < messages; i++) {
            broker.publish(owner, name, name + i);
        }
    }

    private int deliveries(List<String> lines) {
        return (int) lines.stream().filter(line -> line.startsWith("1 deliver")).count();
    }

    @Test
    void limitIsForConsumersThatStartLater() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(2, false));
        assertEquals(2, deliveries(broker.ask(client, Methods.consume("q", "a"))));
        assertEquals(List.of("1 QosOk[]"), broker.ask(client, Methods.qos(5, false)));
        assertEquals(5, deliveries(broker.ask(client, Methods.consume("q", "b"))));
    }

    @Test
    void settlingMakesRoomForAsMany() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(4, false));
        broker.ask(client, Methods.consume("q", "a"));
        assertEquals(List.of("1 deliver a 5 q4"), broker.ask(client, Methods.ack(2)));
        assertEquals(3, deliveries(broker.ask(client, Methods.ackUpTo(4))));
    }

    @Test
    void globalLimitIsSharedByAllConsumersOfTheChannelOnAllLoops() {
        // given two queues on different loops, each with a consumer of its own, so that they stay where they are
        queue(client, "near", 10);
        queue(other, "far", 10);
        broker.ask(other, Methods.qos(1, false));
        broker.ask(other, Methods.consume("far", "stays"));

        // when both are consumed under one limit
        broker.ask(client, Methods.qos(3, true));
        int delivered = deliveries(broker.ask(client, Methods.consume("near", "a")));
        delivered += deliveries(broker.ask(client, Methods.consume("far", "b")));

        // then three deliveries are out, and each settlement brings one more
        assertEquals(3, delivered);
        assertEquals(1, deliveries(broker.ask(client, Methods.ack(1))));
        assertEquals(2, deliveries(broker.ask(client, Methods.ackUpTo(3))));
    }

    @Test
    void globalLimitCountsWhatIsUnsettledAlready() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(4, false));
        broker.ask(client, Methods.consume("q", "a"));
        broker.ask(client, Methods.qos(2, true));
        assertEquals(0, deliveries(broker.ask(client, Methods.ackUpTo(2))));
        assertEquals(1, deliveries(broker.ask(client, Methods.ack(3))));
    }

    @Test
    void takingTheGlobalLimitAwayLetsAllGoOn() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(1, true));
        assertEquals(1, deliveries(broker.ask(client, Methods.consume("q", "a"))));
        assertEquals(9, deliveries(broker.ask(client, Methods.qos(0, true))));
    }

    @Test
    void limitPerConsumerEndsTheGlobalOne() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(1, true));
        broker.ask(client, Methods.qos(5, false));
        assertEquals(5, deliveries(broker.ask(client, Methods.consume("q", "a"))));
    }

    @Test
    void getIsNotLimited() {
        queue(client, "q", 2);
        broker.ask(client, Methods.qos(1, true));
        broker.ask(client, Methods.consume("q", "a"));
        assertEquals(
                List.of("1 get-ok 2 q1, 0 left"), broker.ask(client, new BasicMethod.Get("q", false)));
    }

    @Test
    void noAckConsumersAreNotLimited() {
        queue(client, "q", 10);
        broker.ask(client, Methods.qos(1, true));
        assertEquals(10, deliveries(broker.ask(client, Methods.consumeNoAck("q", "a"))));
    }

    @Test
    void prefetchSizeIsNotImplemented() {
        broker.ask(client, new BasicMethod.Qos(9, 0, false));
        assertEquals(List.of("540 NOT_IMPLEMENTED - prefetch_size!=0 (9) at 60.10"), client.errors());
    }

    @Test
    void globalLimitHoldsInAnyScheduleAndNobodyStarves() {
        for (long seed = 0; seed < 100; seed++) {
            runHistory(seed);
        }
    }

    /** Three queues on two loops, one channel, a limit that changes: never over it, in the end everything delivered. */
    private static void runHistory(long seed) {
        Random random = new Random(seed);
        SimulatedBroker broker = new SimulatedBroker(2, seed);
        SimulatedClient client = broker.client(0);
        SimulatedClient far = broker.client(1);
        for (int i = 0; i < 3; i++) {
            SimulatedClient owner = i == 0 ? client : far;
            broker.ask(owner, Methods.declare("q" + i));
            broker.ask(owner, Methods.qos(1, false));
            for (int m = 0; m < 20; m++) {
                broker.publish(owner, "q" + i, "m");
            }
        }
        broker.ask(client, Methods.qos(0, false));
        int limit = 2;
        List<Long> unsettled = new ArrayList<>();
        int seen = 0;
        broker.on(client, () -> {
            client.send(1, Methods.qos(2, true));
            for (int i = 0; i < 3; i++) {
                client.send(1, Methods.consume("q" + i, "c" + i));
            }
        });
        for (int step = 0; step < 2_000 && seen < 60; step++) {
            broker.loops.someSteps(5);
            for (String line : client.received()) {
                if (line.startsWith("1 deliver")) {
                    seen++;
                    unsettled.add(Long.parseLong(line.split(" ")[3]));
                }
            }
            assertEquals(true, unsettled.size() <= limit, "seed " + seed + ": " + unsettled.size());
            if (!unsettled.isEmpty() && random.nextInt(3) == 0) {
                long tag = unsettled.remove(random.nextInt(unsettled.size()));
                broker.on(client, () -> client.send(1, Methods.ack(tag)));
            } else if (random.nextInt(20) == 0) {
                int raised = ++limit;
                broker.on(client, () -> client.send(1, Methods.qos(raised, true)));
            }
        }
        assertEquals(60, seen, "seed " + seed);
    }
}
