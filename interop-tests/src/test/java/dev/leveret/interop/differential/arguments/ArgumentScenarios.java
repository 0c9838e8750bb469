package dev.leveret.interop.differential.arguments;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class ArgumentScenarios {

    private ArgumentScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(ValueScenarios.all(), TypeScenarios.all(), RedeclareScenarios.all()).flatMap(List::stream).toList();
    }
}
