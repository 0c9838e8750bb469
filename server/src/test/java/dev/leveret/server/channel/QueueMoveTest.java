package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.value.BasicProperties;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A queue follows its first consumer to his loop, and nobody can tell by the order of messages. */
class QueueMoveTest {

    private static final int LOOPS = 3;

    @Test
    void queueMovesToTheLoopOfItsFirstConsumer() {
        // given a queue that was declared on one loop
        SimulatedBroker broker = new SimulatedBroker(LOOPS, 1);
        SimulatedClient declarer = broker.client(0);
        broker.ask(declarer, Methods.declare("q"));
        assertTrue(broker.vhost.queues().find("q").isHere(broker.loops.at(0)));

        // when its first consumer comes from another
        SimulatedClient consumer = broker.client(2);
        broker.ask(consumer, Methods.consume("q", "c"));

        // then it is there
        assertTrue(broker.vhost.queues().find("q").isHere(broker.loops.at(2)));
        assertFalse(broker.vhost.queues().find("q").isHere(broker.loops.at(0)));
    }

    @Test
    void secondConsumerDoesNotMoveIt() {
        SimulatedBroker broker = new SimulatedBroker(LOOPS, 1);
        SimulatedClient first = broker.client(0);
        broker.ask(first, Methods.declare("q"));
        broker.ask(first, Methods.consume("q", "c"));
        broker.ask(broker.client(1), Methods.consume("q", "c"));
        assertTrue(broker.vhost.queues().find("q").isHere(broker.loops.at(0)));
    }

    @Test
    void messageDoesNotOvertakeAnotherWhereverALoopIsHeldUp() {
        // given a queue whose loop is held up when it has told the publisher's loop of a move, and not the new loop yet
        SimulatedBroker broker = new SimulatedBroker(LOOPS, 1);
        broker.ask(broker.client(2), Methods.declare("q"));
        SimulatedClient publisher = broker.client(0);
        SimulatedClient consumer = broker.client(1);
        broker.on(consumer, () -> consumer.send(1, Methods.consumeNoAck("q", "c")));
        broker.loops.runAlone(1);
        broker.loops.whenGivenTo(0, () -> {
            // when messages are published before and behind that news, in one turn
            broker.on(publisher, () -> publisher.publish(1, "", "q", "m1"));
            broker.loops.stepOn(0);
            broker.on(publisher, () -> publisher.publish(1, "", "q", "m2"));
            // and the publisher's loop is held up between what it has for the new loop and for the old one
            broker.loops.whenGivenTo(1, () -> broker.loops.runAlone(1));
            broker.loops.runAlone(0);
        });
        broker.loops.runAlone(2);

        // then they come in their order
        List<String> received = broker.settle(consumer);
        assertEquals(List.of("1 deliver c 1 m1", "1 deliver c 2 m2"), received.subList(1, 3));
    }

    @Test
    void messageThatComesDuringAMoveIsConfirmedWhenItIsInTheQueue() {
        // given publishers on the new loop of a queue and on a third one, and a move that the first loop has begun
        SimulatedBroker broker = new SimulatedBroker(LOOPS, 1);
        SimulatedClient declarer = broker.client(0);
        broker.ask(declarer, Methods.declare("q"));
        SimulatedClient third = broker.client(1);
        SimulatedClient there = broker.client(2);
        broker.ask(third, new ConfirmMethod.Select(true));
        broker.ask(there, new ConfirmMethod.Select(true));
        broker.on(there, () -> there.send(1, Methods.consume("q", "c")));
        broker.loops.runAlone(2);
        broker.loops.runAlone(0);
        broker.loops.runAlone(1);
        broker.loops.runAlone(2);

        // when they publish before it is over
        broker.on(third, () -> third.publish(1, "", "q", "m1"));
        broker.on(there, () -> there.publish(1, "", "q", "m2"));
        for (int i = 0; i < 3; i++) {
            broker.loops.runAlone(1);
            broker.loops.runAlone(2);
        }

        // then nobody is told that his message is there
        assertEquals(List.of(), third.received());
        assertFalse(there.received().contains("1 ack 1"));

        // and everybody is when the queue has arrived
        assertEquals(List.of("1 ack 1"), broker.settle(third));
        assertTrue(there.received().containsAll(List.of("1 ack 1", "1 deliver c 1 m2", "1 deliver c 2 m1")));
    }

    @Test
    void queueThatIsDeletedDuringItsMoveStaysDeletedInTheStore() {
        // given a durable queue that has begun to move to the loop of its consumer
        SimulatedBroker broker = new SimulatedBroker(LOOPS, 1);
        SimulatedClient declarer = broker.client(0);
        broker.on(declarer, () -> declarer.send(1, Methods.declareDurable("q")));
        broker.store.round(true);
        broker.settle(declarer);
        SimulatedClient consumer = broker.client(2);
        broker.on(consumer, () -> consumer.send(1, Methods.consume("q", "c")));
        broker.loops.runAlone(2);
        broker.loops.runAlone(0);

        // when it is deleted before it has left
        broker.on(declarer, () -> declarer.send(1, Methods.delete("q")));
        broker.settle(declarer);
        broker.store.round(true);

        // then it arrives, deleted: the store is not asked for it again, and what comes too late is passed over
        assertEquals(List.of(), List.copyOf(broker.store.definitions()));
        assertEquals(List.of("1 DeleteOk[messageCount=0]"), broker.settle(declarer));
        assertTrue(consumer.received().contains("1 Cancel[consumerTag=c, noWait=true]"));
    }

    @Test
    void noOrderIsBrokenAndNothingIsLostWhateverTheSchedule() {
        for (long seed = 0; seed < 150; seed++) {
            new History(seed).run();
        }
    }

    /** Publishers on every loop, and a consumer that keeps coming back on another one. */
    private static final class History {

        private final long seed;
        private final Random random;
        private final SimulatedBroker broker;
        private final List<SimulatedClient> publishers = new ArrayList<>();
        private final List<SimulatedClient> consumers = new ArrayList<>();
        private final Map<String, Integer> published = new HashMap<>();
        private final Map<String, Integer> seen = new HashMap<>();
        private final Map<SimulatedClient, Long> lastTag = new HashMap<>();
        private int confirmed;
        private SimulatedClient consuming;
        private boolean leaving;

        History(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.broker = new SimulatedBroker(LOOPS, seed);
        }

        void run() {
            for (int i = 0; i < LOOPS; i++) {
                SimulatedClient publisher = broker.client(i);
                publishers.add(publisher);
                broker.ask(publisher, new ConfirmMethod.Select(true));
                consumers.add(broker.client(i));
            }
            broker.on(publishers.get(0), () -> publishers.get(0).send(1, Methods.declareDurable("q")));
            broker.store.round(true);
            broker.settle(publishers.get(0));
            for (int i = 0; i < 120; i++) {
                act();
                broker.loops.someSteps(4);
                look();
            }
            finish();
        }

        private void act() {
            switch (random.nextInt(8)) {
                case 0 -> startOrStop();
                case 1 -> settle();
                case 2 -> broker.store.round(true);
                default -> publish(publishers.get(random.nextInt(LOOPS)));
            }
        }

        private void publish(SimulatedClient publisher) {
            int number = published.merge(publisher.name(), 1, Integer::sum);
            var properties = BasicProperties.builder().deliveryMode(1 + random.nextInt(2)).build();
            String body = publisher.name() + "/" + number;
            broker.on(publisher, () -> publisher.publish(1, "", "q", body, false, properties));
        }

        /** One consumer at a time: only then their order is the queue's. */
        private void startOrStop() {
            if (consuming == null) {
                consuming = consumers.get(random.nextInt(LOOPS));
                boolean noAck = random.nextInt(4) == 0;
                SimulatedClient client = consuming;
                broker.on(client, () -> client.send(
                        1, noAck ? Methods.consumeNoAck("q", "c") : Methods.consume("q", "c")));
            } else if (!leaving) {
                leaving = true;
                SimulatedClient client = consuming;
                broker.on(client, () -> client.send(1, Methods.cancel("c")));
            }
        }

        private void settle() {
            SimulatedClient client = consumers.get(random.nextInt(LOOPS));
            if (lastTag.getOrDefault(client, 0L) > 0) {
                broker.on(client, () -> client.send(1, new BasicMethod.Ack(0, true)));
            }
        }

        private void look() {
            for (SimulatedClient client : consumers) {
                for (String line : client.received()) {
                    consumerGot(client, line);
                }
                assertEquals(List.of(), client.errors(), "seed " + seed);
            }
        }

        private void consumerGot(SimulatedClient client, String line) {
            if (line.contains("CancelOk")) {
                consuming = null;
                leaving = false;
            } else if (line.startsWith("1 deliver")) {
                assertEquals(consuming, client, "a delivery to who has left, seed " + seed);
                String[] words = line.split(" ");
                lastTag.put(client, Long.parseLong(words[3]));
                String[] body = line.substring(line.indexOf("client")).split("/");
                int expected = seen.merge(body[0], 1, Integer::sum);
                assertEquals(expected, Integer.parseInt(body[1]), body[0] + ", seed " + seed);
            }
        }

        private void finish() {
            for (int i = 0; i < 3; i++) {
                broker.loops.untilIdle();
                broker.store.round(true);
                look();
            }
            if (consuming == null) {
                startOrStop();
            }
            broker.loops.untilIdle();
            look();
            assertEquals(published, seen, "seed " + seed);
            for (SimulatedClient client : consumers) {
                broker.ask(client, new BasicMethod.Ack(0, true));
            }
            broker.loops.untilIdle();
            assertEquals(0, broker.store.messages(), "stored messages, seed " + seed);
            assertFalse(broker.store.hasIncompleteUnits(), "seed " + seed);
            publishers.forEach(this::countConfirms);
            assertEquals(published.values().stream().mapToInt(Integer::intValue).sum(), confirmed, "seed " + seed);
        }

        /** The highest number of each publisher is confirmed, and nothing is refused. */
        private void countConfirms(SimulatedClient publisher) {
            long highest = 0;
            for (String line : publisher.received()) {
                if (line.startsWith("1 ack")) {
                    highest = Math.max(highest, Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)));
                }
            }
            confirmed += (int) highest;
        }
    }
}
