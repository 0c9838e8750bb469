package dev.leveret.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What was put off in a turn is done at its end, each kind once and in a fixed order. */
class TurnTest {

    private final SimulatedLoops simulation = new SimulatedLoops(2, 1);
    private final BrokerLoop loop = simulation.at(0);
    private final List<String> log = new ArrayList<>();

    @Test
    void stepsOfTheEndComeInTheirOrderWhateverTheOrderOfTheirRegistration() {
        // given work of every kind, registered backwards
        loop.store(() -> log.add("store"));
        simulation.on(0, () -> {
            loop.flushLater(() -> log.add("flush"));
            loop.send(simulation.at(1), at -> log.add("arrived"));
            loop.atTurnEnd(() -> log.add("turn end"));
            loop.deliverLater(at -> {
                log.add("deliver");
                return false;
            });
        });

        // when the turn ends
        simulation.untilIdle();

        // then delivering came first and flushing last on this loop
        log.remove("arrived");
        assertEquals(List.of("deliver", "turn end", "store", "flush"), log);
    }

    @Test
    void turnHasOneEndHoweverMuchIsPutOff() {
        // given several pieces of work in one turn
        loop.store(() -> log.add("store"));
        simulation.on(0, () -> {
            loop.atTurnEnd(() -> log.add("a"));
            loop.atTurnEnd(() -> log.add("b"));
            loop.nowMillis();
            loop.openTurn();
        });

        // when it ends
        simulation.untilIdle();

        // then the store's batch was handed over once
        assertEquals(List.of("a", "b", "store"), log);
    }

    @Test
    void queueThatHasMoreToDeliverGetsAnotherTurn() {
        // given a queue with three turns' worth of messages
        int[] left = {3};
        simulation.on(0, () -> loop.deliverLater(at -> --left[0] > 0));

        // when all is done
        simulation.untilIdle();

        // then it was called until it had no more
        assertEquals(0, left[0]);
    }

    @Test
    void queueThatFailsToDeliverStaysDue() {
        // given a queue whose first delivery fails, and one behind it
        int[] calls = {0};
        simulation.on(0, () -> {
            loop.deliverLater(at -> {
                if (calls[0]++ == 0) {
                    throw new IllegalStateException("on purpose: a delivery that fails");
                }
                return false;
            });
            loop.deliverLater(at -> {
                log.add("the other one");
                return false;
            });
        });

        // when all is done
        simulation.untilIdle();

        // then it was called again, and the other one was not held up
        assertEquals(2, calls[0]);
        assertEquals(List.of("the other one"), log);
    }

    @Test
    void workRegisteredWhileTheTurnEndsIsDoneInTheNext() {
        // given a flush that puts off more work
        simulation.on(0, () -> loop.flushLater(() -> {
            log.add("first");
            loop.atTurnEnd(() -> log.add("second"));
        }));

        // when all is done
        simulation.untilIdle();

        // then both were done
        assertEquals(List.of("first", "second"), log);
    }

    @Test
    void timeStandsStillWithinATurn() {
        // given a turn
        long[] times = new long[2];
        simulation.on(0, () -> {
            times[0] = loop.nowMillis();
            simulation.advanceMillis(5);
            times[1] = loop.nowMillis();
        });

        // when it is over
        simulation.untilIdle();

        // then it had one time, and the next turn has another
        assertEquals(times[0], times[1]);
        simulation.on(0, () -> assertEquals(times[0] + 5, loop.nowMillis()));
    }

    @Test
    void messagesBetweenTwoLoopsArriveInOrder() {
        for (long seed = 0; seed < 50; seed++) {
            // given many messages over several turns
            SimulatedLoops loops = new SimulatedLoops(3, seed);
            List<Integer> arrived = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                loops.on(0, () -> loops.at(0).send(loops.at(2), at -> arrived.add(number)));
                loops.someSteps(2);
            }

            // when all have arrived
            loops.untilIdle();

            // then none has overtaken another
            assertEquals(arrived.stream().sorted().toList(), arrived, "seed " + seed);
            assertEquals(100, arrived.size());
        }
    }

    @Test
    void failureOfOneMessageDoesNotKeepOthersFromArriving() {
        // given a message between two others that fails
        simulation.on(0, () -> {
            loop.send(simulation.at(1), at -> log.add("before"));
            loop.send(simulation.at(1), at -> {
                throw new IllegalStateException("on purpose: a message that fails");
            });
            loop.send(simulation.at(1), at -> log.add("after"));
        });

        // when the batch arrives
        simulation.untilIdle();

        // then the others were carried out
        assertEquals(List.of("before", "after"), log);
    }

    @Test
    void fencePassesWhenAllThatWasSentBeforeHasArrived() {
        for (long seed = 0; seed < 50; seed++) {
            // given messages to two loops, then a fence
            SimulatedLoops loops = new SimulatedLoops(3, seed);
            List<String> order = new ArrayList<>();
            loops.on(0, () -> {
                loops.at(0).send(loops.at(1), at -> order.add("one"));
                loops.at(0).send(loops.at(2), at -> order.add("two"));
                LoopFence.raise(loops.at(0), loops.loops(), () -> order.add("passed"));
            });

            // when all is done
            loops.untilIdle();

            // then it passed last
            assertEquals("passed", order.get(2), "seed " + seed);
        }
    }

    @Test
    void gateIsClosedWhileTooManyBytesAreOnTheirWayAndOpensWhenHalfHaveArrived() {
        // given a loop that has sent more than it may
        IngressGate gate = loop.gate();
        gate.limit(100, 100, () -> 0, () -> {});
        simulation.on(0, () -> loop.send(simulation.at(1), new Sized(101)));
        simulation.on(0, () -> gate.whenOpen(() -> log.add("opened at once")));
        simulation.untilIdle();
        log.clear();
        simulation.on(0, () -> {
            loop.send(simulation.at(1), new Sized(101));
        });
        while (gate.isOpen()) {
            assertTrue(simulation.step());
        }

        // when somebody waits
        simulation.on(0, () -> gate.whenOpen(() -> log.add("open")));
        assertFalse(gate.isOpen());

        // then he is told once the bytes have arrived
        simulation.untilIdle();
        assertEquals(List.of("open"), log);
        assertEquals(0, gate.outstandingBytes());
    }

    @Test
    void gateCallsTheStoreAgainUntilItIsLittleBehind() {
        // given a store that is far behind
        long[] storeBytes = {500};
        int[] calls = {0};
        IngressGate gate = loop.gate();
        gate.limit(100, 100, () -> storeBytes[0], () -> calls[0]++);
        simulation.on(0, () -> gate.whenOpen(() -> log.add("open")));
        assertEquals(1, calls[0]);

        // when it has done a part, then all
        storeBytes[0] = 60;
        simulation.on(0, gate::storeReached);
        assertEquals(2, calls[0]);
        storeBytes[0] = 50;
        simulation.on(0, gate::storeReached);

        // then the one who waits is told
        assertEquals(List.of("open"), log);
        assertEquals(2, calls[0]);
    }

    private record Sized(int ingressBytes) implements LoopMessage {

        @Override
        public void arrive(BrokerLoop loop) {
            loop.openTurn();
        }
    }

    @Test
    void busyLoopPausesAfterATurnWithLittleToDo() {
        // given a loop that handled a thousand methods in the last millisecond
        turnOf(1000);
        simulation.advanceMillis(1);

        // when a turn has one to handle
        turnOf(1);

        // then it waits for company, which it did not do after the full turn
        assertEquals(1, simulation.pauses());
    }

    @Test
    void loopThatIsNotBusyNeverPauses() {
        // given ten methods a millisecond, one a turn
        for (int i = 0; i < 100; i++) {
            turnOf(1);
            if (i % 10 == 0) {
                simulation.advanceMillis(1);
            }
        }

        // then nobody was held up
        assertEquals(0, simulation.pauses());
    }

    private void turnOf(int methods) {
        simulation.on(0, () -> {
            for (int i = 0; i < methods; i++) {
                loop.worked();
            }
            loop.openTurn();
        });
        simulation.untilIdle();
    }
}
