package dev.leveret.interop.differential.expiry;

import dev.leveret.interop.differential.Scenario;
import java.util.List;
import java.util.stream.Stream;

/** All scenarios of this chapter. */
public final class ExpiryScenarios {

    private ExpiryScenarios() {}

    public static List<Scenario> all() {
        return Stream.of(MessageScenarios.all(), ExpirationScenarios.all(), QueueScenarios.all()).flatMap(List::stream).toList();
    }
}
