package dev.leveret.interop.differential.priorities;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class PriorityScenarios {

    private PriorityScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(MessagePriorityScenarios.all(), ConsumerPriorityScenarios.all()).flatMap(List::stream).toList();
    }
}
