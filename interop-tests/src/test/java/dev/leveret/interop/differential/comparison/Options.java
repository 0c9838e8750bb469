package dev.leveret.interop.differential.comparison;

import dev.leveret.interop.fixture.Broker;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param leveret one that runs, or none if one is to be started
 * @param only what the names of the scenarios must contain
 * @param record whether what RabbitMQ does is to be kept as the recording
 * @param justifications the rows of docs/DEVIATIONS.md by which what Leveret does otherwise is to be kept; none: it is not
 */
record Options(Broker rabbitmq, Optional<Broker> leveret, String only, boolean record, List<String> justifications) {

    static final String USAGE = """
            interop-tests/differential --rabbitmq HOST:PORT [--leveret HOST:PORT] [--only TEXT] [--record] [--justify ROW]

            Plays every scenario against both brokers and prints where they differ; - is RabbitMQ, + is Leveret, which is
            started unless one is named. Exits with 1 if a difference is not listed as a deviation.

              --only TEXT    those scenarios whose chapter/name contains this
              --record       what RabbitMQ does becomes the recording that mvn verify compares with
              --justify ROW  what Leveret does otherwise becomes expected, for this row (its first column) of
                             docs/DEVIATIONS.md; may be given several times""";

    /** @throws IllegalArgumentException if these are no such options */
    static Options parse(List<String> arguments) {
        Options options = new Options(null, Optional.empty(), "", false, List.of());
        Iterator<String> words = arguments.iterator();
        while (words.hasNext()) {
            options = options.with(words.next(), words);
        }
        if (options.rabbitmq == null) {
            throw new IllegalArgumentException("which RabbitMQ?");
        }
        return options;
    }

    private Options with(String option, Iterator<String> rest) {
        return switch (option) {
            case "--rabbitmq" -> new Options(address(value(option, rest)), leveret, only, record, justifications);
            case "--leveret" ->
                new Options(rabbitmq, Optional.of(address(value(option, rest))), only, record, justifications);
            case "--only" -> new Options(rabbitmq, leveret, value(option, rest), record, justifications);
            case "--record" -> new Options(rabbitmq, leveret, only, true, justifications);
            case "--justify" -> {
                List<String> rows = new ArrayList<>(justifications);
                rows.add(value(option, rest));
                yield new Options(rabbitmq, leveret, only, record, rows);
            }
            default -> throw new IllegalArgumentException("unknown: " + option);
        };
    }

    private static Broker address(String text) {
        if (!text.matches(".+:\\d+")) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return Broker.given(text);
    }

    private static String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " what?");
        }
        return rest.next();
    }
}
