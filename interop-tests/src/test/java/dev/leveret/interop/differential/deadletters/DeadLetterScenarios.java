package dev.leveret.interop.differential.deadletters;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class DeadLetterScenarios {

    private DeadLetterScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(ReasonScenarios.all(), RouteScenarios.all(), HistoryScenarios.all(), ForgedScenarios.all())
                .flatMap(List::stream).toList();
    }
}
