package dev.leveret.interop.differential.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Leveret does in every scenario what RabbitMQ 3.10.8 was recorded to do, or what is listed as a deviation. */
@WithBroker
class DifferentialTest {

    private static final Player PLAYER = new Player();

    @AfterAll
    static void stop() {
        PLAYER.close();
    }

    @TestFactory
    @LeveretOnly("interop-tests/differential compares others")
    Stream<DynamicTest> everyScenarioIsAsRecorded(Broker broker) {
        Map<Case, Future<List<String>>> played = PLAYER.play(broker, Case.containing(""));
        return played.entrySet().stream()
                .map(one -> DynamicTest.dynamicTest(one.getKey().toString(),
                        () -> check(one.getKey(), one.getValue().get())));
    }

    private static void check(Case one, List<String> seen) throws IOException {
        switch (Judgement.of(Recordings.of(one), Recordings.expectedDifference(one), seen)) {
            case Judgement.Same same -> { }
            case Judgement.Listed listed -> { }
            case Judgement.Defect defect -> fail(one + " " + defect.why());
        }
    }

    @Test
    void everyExpectedDifferenceIsOneAndNamesItsDeviation() throws IOException {
        Set<String> rows = DeviationRows.read();
        for (Case one : Case.containing("")) {
            ExpectedDifference expected = Recordings.expectedDifference(one).orElse(null);
            if (expected != null) {
                assertNotEquals(Recordings.of(one), expected.lines(), one + " is no difference");
                assertTrue(!expected.deviations().isEmpty() && rows.containsAll(expected.deviations()),
                        () -> one + ": not in docs/DEVIATIONS.md: " + expected.deviations());
            }
        }
    }

    @Test
    void everyFileBelongsToOneScenario() throws IOException {
        List<Case> cases = Case.containing("");
        Set<String> names = new HashSet<>();
        cases.forEach(one -> assertTrue(names.add(one.toString()), () -> "twice: " + one));
        assertEquals(List.of(), Recordings.strangers(cases));
    }
}
