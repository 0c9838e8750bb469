package dev.leveret.server.policy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kind of objects that a policy is for (RabbitMQ's page "Policies"). */
public enum ApplyTo {
    ALL("all"),
    QUEUES("queues"),
    CLASSIC_QUEUES("classic_queues"),
    QUORUM_QUEUES("quorum_queues"),
    STREAMS("streams"),
    EXCHANGES("exchanges");

    private final String word;

    ApplyTo(String word) {
        this.word = word;
    }

    /** As RabbitMQ's tools and files have it. */
    public String word() {
        return word;
    }

    /** The one of that word. */
    public static Optional<ApplyTo> named(String word) {
        return Arrays.stream(values()).filter(each -> each.word.equals(word)).findFirst();
    }

    /**
     * The one of that word.
     *
     * @throws PolicyException if there is none
     */
    public static ApplyTo require(String word) {
        return named(word).orElseThrow(() -> new PolicyException("apply-to '" + word + "' unrecognised; should be one of "
                + Arrays.stream(values()).map(each -> "'" + each.word + "'").collect(Collectors.joining(", "))));
    }

    boolean isForExchanges() {
        return this == ALL || this == EXCHANGES;
    }

    /** @param type in the words of x-queue-type */
    boolean isForQueues(String type) {
        return switch (this) {
            case ALL, QUEUES -> true;
            case CLASSIC_QUEUES -> type.equals("classic");
            case QUORUM_QUEUES -> type.equals("quorum");
            case STREAMS -> type.equals("stream");
            case EXCHANGES -> false;
        };
    }
}
