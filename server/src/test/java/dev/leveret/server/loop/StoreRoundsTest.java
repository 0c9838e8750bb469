package dev.leveret.server.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.queue.port.DurableUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who waits for the store is told on his own loop, whatever happens to others. */
class StoreRoundsTest {

    private final SimulatedLoops simulation = new SimulatedLoops(2, 1);
    private final List<String> told = new ArrayList<>();

    @Test
    void failureOfOneListenerDoesNotKeepOthersFromHearing() {
        // given a unit whose outcome cannot be told, among others of two loops
        DurableUnit[] units = {
            unit(0, () -> {
                throw new IllegalStateException("on purpose: an outcome that cannot be told");
            }),
            unit(1, () -> told.add("second, at home: " + simulation.at(1).isCurrent())),
            unit(0, () -> told.add("third, at home: " + simulation.at(0).isCurrent())),
            null
        };

        // when a round ends well, and one badly
        new StoreRounds(simulation.loops()).roundDone(units, 3, true);
        new StoreRounds(simulation.loops()).roundDone(units, 3, false);
        simulation.untilIdle();

        // then the others have heard of both
        assertEquals(
                List.of("second, at home: true", "second, at home: true", "third, at home: true", "third, at home: true"),
                told.stream().sorted().toList());
    }

    private static DurableUnit unit(int loop, Runnable telling) {
        return new DurableUnit(1, loop, new DurableUnit.Completion() {
            @Override
            public void durable() {
                telling.run();
            }

            @Override
            public void failed() {
                telling.run();
            }
        });
    }
}
