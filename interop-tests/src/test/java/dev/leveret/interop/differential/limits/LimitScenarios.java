package dev.leveret.interop.differential.limits;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class LimitScenarios {

    private LimitScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(DropScenarios.all(), RefuseScenarios.all()).flatMap(List::stream).toList();
    }
}
