package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is lost with a channel or a connection, and the answer to a close means that nothing is held any more. */
class ChannelEndTest {

    private static final ChannelMethod.Close CLOSE = new ChannelMethod.Close(200, "", 0, 0);

    @Test
    void closeOkComesAfterTheRequeuesWhateverTheSchedule() {
        for (long seed = 0; seed < 100; seed++) {
            // given deliveries from a queue on another loop, some of them on their way
            SimulatedBroker broker = new SimulatedBroker(3, seed);
            SimulatedClient owner = broker.client(0);
            SimulatedClient client = broker.client(1);
            queueThatStays(broker, owner);
            broker.ask(client, Methods.consume("q", "c"));
            client.received();
            broker.on(owner, () -> {
                for (int i = 0; i < 50; i++) {
                    owner.publish(1, "", "q", "m" + i);
                }
            });
            broker.loops.someSteps(6);

            // when the channel is closed, and close-ok has come
            broker.on(client, () -> client.send(1, CLOSE));
            List<String> lines = new ArrayList<>();
            while (lines.isEmpty() || !lines.get(lines.size() - 1).equals("1 CloseOk[]")) {
                assertTrue(broker.loops.step(), "no answer, seed " + seed);
                lines.addAll(client.received());
            }

            // then at that moment the queue has all of them back
            List<String> counts = countNow(broker, owner);
            assertEquals(List.of("1 DeclareOk[queue=q, messageCount=50, consumerCount=1]"), counts, "seed " + seed);
        }
    }

    /** A consumer that takes nothing keeps the queue on its loop. */
    private static void queueThatStays(SimulatedBroker broker, SimulatedClient owner) {
        broker.ask(owner, Methods.declare("q"));
        broker.publish(owner, "q", "first");
        broker.ask(owner, Methods.qos(1, false));
        broker.ask(owner, Methods.consume("q", "stays"));
    }

    /** The owner's channel is on the queue's loop, so that it is answered without a step. */
    private static List<String> countNow(SimulatedBroker broker, SimulatedClient owner) {
        broker.on(owner, () -> owner.send(1, Methods.declarePassive("q")));
        return broker.settle(owner);
    }

    @Test
    void connectionIsDoneWhenItsExclusiveQueuesAreGone() {
        for (long seed = 0; seed < 50; seed++) {
            // given a connection with an exclusive queue
            SimulatedBroker broker = new SimulatedBroker(2, seed);
            SimulatedClient client = broker.client(0);
            broker.ask(client, Methods.declareExclusive("q"));
            broker.ask(client, Methods.consume("q", "c"));

            // when it closes
            boolean[] done = {false};
            broker.on(client, () -> client.close(() -> {
                // then the queue is gone by the time that it may be answered
                assertNull(broker.vhost.queues().find("q"));
                done[0] = true;
            }));
            broker.loops.untilIdle();
            assertTrue(done[0]);
        }
    }

    @Test
    void exclusiveDurableQueueIsGoneWithoutATraceInTheStore() {
        SimulatedBroker broker = new SimulatedBroker(1, 1);
        SimulatedClient client = broker.client(0);
        broker.ask(client, Methods.declareExclusive("q"));
        boolean[] done = {false};
        broker.on(client, () -> client.close(() -> done[0] = true));
        assertTrue(done[0]);
        assertEquals(0, broker.store.definitions().size());
    }

    @Test
    void messageThatWasAskedForIsGivenBackIfTheChannelHasEndedMeanwhile() {
        for (long seed = 0; seed < 50; seed++) {
            // given a get that is on its way to another loop
            SimulatedBroker broker = new SimulatedBroker(2, seed);
            SimulatedClient owner = broker.client(0);
            SimulatedClient client = broker.client(1);
            broker.ask(owner, Methods.declare("q"));
            broker.publish(owner, "q", "m");
            broker.on(client, () -> client.send(1, new BasicMethod.Get("q", false)));
            broker.loops.someSteps(3);

            // when the connection is lost
            boolean[] done = {false};
            broker.on(client, () -> client.close(() -> done[0] = true));
            broker.loops.untilIdle();

            // then the message is in the queue again
            assertTrue(done[0]);
            String got = broker.ask(owner, new BasicMethod.Get("q", true)).get(0);
            assertTrue(got.endsWith("m, 0 left"), got);
        }
    }

    @Test
    void consumerThatWasBeingMadeIsCancelledIfTheChannelHasEndedMeanwhile() {
        for (long seed = 0; seed < 50; seed++) {
            SimulatedBroker broker = new SimulatedBroker(2, seed);
            SimulatedClient owner = broker.client(0);
            SimulatedClient client = broker.client(1);
            broker.ask(owner, Methods.declare("q"));
            broker.on(client, () -> client.send(1, Methods.consume("q", "c")));
            broker.loops.someSteps(3);
            boolean[] done = {false};
            broker.on(client, () -> client.close(() -> done[0] = true));
            broker.loops.untilIdle();
            assertTrue(done[0]);
            assertEquals(
                    List.of("1 DeclareOk[queue=q, messageCount=0, consumerCount=0]"),
                    broker.ask(owner, Methods.declarePassive("q")),
                    "seed " + seed);
        }
    }

    @Test
    void declarationThatWasWaitingForTheStoreLetsTheConnectionEndAfterIt() {
        SimulatedBroker broker = new SimulatedBroker(1, 1);
        SimulatedClient client = broker.client(0);
        broker.ask(client, Methods.declareDurable("q"));
        boolean[] done = {false};
        broker.on(client, () -> client.close(() -> done[0] = true));
        broker.loops.untilIdle();
        assertFalse(done[0]);
        broker.store.round(true);
        broker.loops.untilIdle();
        assertTrue(done[0]);
    }

    @Test
    void methodsOfAWaitingChannelWaitInTheirOrderAndOtherChannelsGoOn() {
        // given a channel that waits for the store
        SimulatedBroker broker = new SimulatedBroker(1, 1);
        SimulatedClient client = broker.client(0);
        broker.on(client, () -> {
            client.open(2);
            client.send(1, Methods.declareDurable("q"));
            client.publish(1, "", "q", "m");
            client.send(1, new BasicMethod.Get("q", true));
            client.send(1, Methods.delete("q"));
            client.send(2, Methods.declare("t"));
        });
        assertEquals(
                List.of("2 DeclareOk[queue=t, messageCount=0, consumerCount=0]"), broker.settle(client));

        // when the store is done
        broker.store.round(true);
        List<String> lines = broker.settle(client);
        broker.store.round(true);
        lines = new ArrayList<>(lines);
        lines.addAll(broker.settle(client));

        // then the rest is answered in order
        assertEquals(
                List.of(
                        "1 DeclareOk[queue=q, messageCount=0, consumerCount=0]",
                        "1 get-ok 1 m, 0 left",
                        "1 DeleteOk[messageCount=0]"),
                lines);
    }

    @Test
    void errorAmongWhatHasWaitedClosesTheChannelAndDropsTheRest() {
        SimulatedBroker broker = new SimulatedBroker(1, 1);
        SimulatedClient client = broker.client(0);
        broker.on(client, () -> {
            client.send(1, Methods.declareDurable("q"));
            client.send(1, Methods.ack(7));
            client.send(1, Methods.declare("never"));
        });
        broker.loops.untilIdle();
        broker.store.round(true);
        broker.settle(client);
        assertEquals(List.of("406 PRECONDITION_FAILED - unknown delivery tag 7 at 60.80"), client.errors());
        assertNull(broker.vhost.queues().find("never"));
    }

    @Test
    void fullBacklogPausesTheConnectionUntilItIsWorkedOff() {
        SimulatedBroker broker = new SimulatedBroker(1, 1);
        SimulatedClient client = broker.client(0);
        broker.on(client, () -> {
            client.send(1, Methods.declareDurable("q"));
            for (int i = 0; i < 100; i++) {
                client.publish(1, "", "q", "m");
            }
        });
        assertTrue(client.isPaused());
        broker.loops.untilIdle();
        broker.store.round(true);
        broker.settle(client);
        assertFalse(client.isPaused());
        assertEquals(
                List.of("1 DeclareOk[queue=q, messageCount=100, consumerCount=0]"),
                broker.ask(client, Methods.declarePassive("q")));
    }
}
