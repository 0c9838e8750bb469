package dev.leveret.interop.differential.consumers;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class ConsumerScenarios {

    private ConsumerScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(SingleActiveScenarios.all(), ExclusiveScenarios.all(), EndScenarios.all(), ShareScenarios.all())
                .flatMap(List::stream).toList();
    }
}
