package dev.leveret.interop.differential.comparison;

import dev.leveret.interop.differential.Scenario;
import dev.leveret.interop.differential.arguments.ArgumentScenarios;
import dev.leveret.interop.differential.consumers.ConsumerScenarios;
import dev.leveret.interop.differential.deadletters.DeadLetterScenarios;
import dev.leveret.interop.differential.expiry.ExpiryScenarios;
import dev.leveret.interop.differential.limits.LimitScenarios;
import dev.leveret.interop.differential.priorities.PriorityScenarios;
import dev.leveret.interop.differential.quorum.QuorumScenarios;
import java.util.List;
import java.util.Locale;

/** The scenarios by what they are about. */
enum Chapter {
    ARGUMENTS(ArgumentScenarios.all()),
    EXPIRY(ExpiryScenarios.all()),
    DEADLETTERS(DeadLetterScenarios.all()),
    LIMITS(LimitScenarios.all()),
    PRIORITIES(PriorityScenarios.all()),
    CONSUMERS(ConsumerScenarios.all()),
    QUORUM(QuorumScenarios.all());

    private final List<Scenario> scenarios;

    Chapter(List<Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    List<Scenario> scenarios() {
        return scenarios;
    }

    /** The folder of its recordings. */
    String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
