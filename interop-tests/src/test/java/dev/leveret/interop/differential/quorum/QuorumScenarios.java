package dev.leveret.interop.differential.quorum;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class QuorumScenarios {

    private QuorumScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(RuleScenarios.all(), ReturnScenarios.all(), QuorumLetterScenarios.all()).flatMap(List::stream).toList();
    }
}
