package dev.leveret.interop.differential.comparison;

import java.util.List;
import java.util.Optional;

/** What is to be said about what Leveret did in one case. */
sealed interface Judgement {

    /** It did what RabbitMQ does. */
    record Same() implements Judgement {}

    /** It differs as it is meant to. */
    record Listed(List<String> deviations, String diff) implements Judgement {}

    /** It differs in another way, or no longer where it is meant to. */
    record Defect(String why) implements Judgement {}

    /**
     * Judges.
     *
     * @param reference what RabbitMQ does
     * @param expected how Leveret is meant to differ, if it is
     */
    static Judgement of(List<String> reference, Optional<ExpectedDifference> expected, List<String> seen) {
        boolean same = seen.equals(reference);
        if (expected.isEmpty()) {
            return same ? new Same() : new Defect("differs from RabbitMQ (-)\n" + LineDiff.of(reference, seen));
        }
        List<String> meant = expected.get().lines();
        if (same) {
            return new Defect("does what RabbitMQ does, and is expected to differ: " + expected.get().deviations());
        }
        return seen.equals(meant)
                ? new Listed(expected.get().deviations(), LineDiff.of(reference, seen))
                : new Defect("differs from what is expected of it (-)\n" + LineDiff.of(meant, seen));
    }
}
