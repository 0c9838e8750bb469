package dev.leveret.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A publisher that was stopped goes on, wherever the bytes that stopped it have gone meanwhile. */
class IngressGateTest {

    private final SimulatedLoops simulation = new SimulatedLoops(1, 1);
    private final IngressGate gate = simulation.at(0).gate();
    private final AtomicLong storeBytes = new AtomicLong();
    private final AtomicInteger callsOfTheStore = new AtomicInteger();
    private boolean woken;

    @Test
    void publisherThatHasToWaitAgainAtOnceKeepsNobodyElseFromGoingOn() {
        // given two publishers who wait, the first of whom will ask again as soon as he is woken
        gate.limit(100, 100, storeBytes::get, callsOfTheStore::incrementAndGet);
        AtomicInteger wakings = new AtomicInteger();
        simulation.on(0, () -> {
            gate.entered(200);
            gate.whenOpen(() -> gate.whenOpen(wakings::incrementAndGet));
            gate.whenOpen(wakings::incrementAndGet);
        });

        // when all that they waited for has been handled
        gate.left(200);
        simulation.untilIdle();

        // then both go on
        assertEquals(2, wakings.get());
    }

    @Test
    void bytesThatGoOnToTheStoreAreWaitedForThere() {
        // given a publisher that waits for another loop to handle what it sent
        gate.limit(100, 100, storeBytes::get, callsOfTheStore::incrementAndGet);
        simulation.on(0, () -> {
            gate.entered(200);
            gate.whenOpen(() -> woken = true);
        });
        simulation.untilIdle();

        // when the other loop has given it all to the store
        storeBytes.set(200);
        gate.left(200);
        simulation.untilIdle();

        // then the store is asked to call
        assertEquals(1, callsOfTheStore.get());
        assertFalse(woken);

        // and when it calls, the publisher goes on
        storeBytes.set(0);
        simulation.on(0, gate::storeReached);
        simulation.untilIdle();
        assertTrue(woken);
    }
}
