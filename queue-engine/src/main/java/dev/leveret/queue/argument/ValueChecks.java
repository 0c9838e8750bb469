package dev.leveret.queue.argument;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.FieldValue.LongString;
import java.util.List;

/** What the values of arguments may be; each method is a {@link ValueCheck}, or makes one. The texts are RabbitMQ's. */
final class ValueChecks {

    /** Ten years. */
    private static final long MILLIS_MAX = 315_360_000_000L;

    private static final int PRIORITY_MAX = 255;

    /** Bytes of a short string, AMQP 0-9-1 §4.2.5.3. */
    private static final int SHORT_SIZE_MAX = 255;

    private ValueChecks() {}

    static String integer(FieldValue value, FieldTable all) {
        return value.integer().isPresent() ? null : "\"expected integer, got " + ArgumentText.typeName(value) + "\"";
    }

    static String notNegative(FieldValue value, FieldTable all) {
        String problem = integer(value, all);
        return problem == null && number(value) < 0 ? "{value_negative," + number(value) + "}" : problem;
    }

    static String positive(FieldValue value, FieldTable all) {
        String problem = notNegative(value, all);
        return problem == null && number(value) == 0 ? "{value_zero,0}" : problem;
    }

    static String millis(FieldValue value, FieldTable all) {
        String problem = notNegative(value, all);
        return problem == null && number(value) > MILLIS_MAX ? "{value_too_large," + number(value) + "}" : problem;
    }

    static String positiveMillis(FieldValue value, FieldTable all) {
        String problem = positive(value, all);
        return problem == null ? millis(value, all) : problem;
    }

    static String priority(FieldValue value, FieldTable all) {
        String problem = notNegative(value, all);
        return problem == null && number(value) > PRIORITY_MAX ? "{max_value_exceeded," + number(value) + "}" : problem;
    }

    static String version(FieldValue value, FieldTable all) {
        String problem = integer(value, all);
        return problem == null && number(value) != 1 && number(value) != 2
                ? "\"unsupported queue version '" + number(value) + "'\""
                : problem;
    }

    static String bool(FieldValue value, FieldTable all) {
        return value instanceof FieldValue.Bool ? null : unacceptable(value);
    }

    static String text(FieldValue value, FieldTable all) {
        return value instanceof LongString ? null : unacceptable(value);
    }

    /** What an exchange or a routing key may be called, as these are short strings wherever they are told. */
    static String shortText(FieldValue value, FieldTable all) {
        String problem = text(value, all);
        return problem == null && ((LongString) value).bytes().length > SHORT_SIZE_MAX
                ? "{value_too_long," + ((LongString) value).bytes().length + "}"
                : problem;
    }

    static String mode(FieldValue value, FieldTable all) {
        String problem = text(value, all);
        return problem == null && !List.of("default", "lazy").contains(ArgumentText.plain(value))
                ? "\"unsupported queue mode '" + ArgumentText.plain(value) + "'\""
                : problem;
    }

    static String type(FieldValue value, FieldTable all) {
        String problem = text(value, all);
        return problem == null && !List.of("classic", "quorum", "stream").contains(ArgumentText.plain(value))
                ? "\"unsupported queue type '" + ArgumentText.plain(value) + "'\""
                : problem;
    }

    static String deadLetterKey(FieldValue value, FieldTable all) {
        String problem = shortText(value, all);
        return problem == null && !all.contains(QueueArguments.DEAD_LETTER_EXCHANGE) ? "routing_key_but_no_dlx_defined" : problem;
    }

    static String headerName(FieldValue value, FieldTable all) {
        String problem = text(value, all);
        return problem == null && ArgumentText.plain(value).isEmpty() ? "the name of a header is empty" : problem;
    }

    static String groupHeader(FieldValue value, FieldTable all) {
        String problem = headerName(value, all);
        return problem == null && all.contains(QueueArguments.MAX_PRIORITY)
                ? "a queue with message groups cannot have priorities"
                : problem;
    }

    /** The number of keys, or a time, for which they have to be kept in the store, beside messages of all priorities. */
    static String remembered(FieldValue value, FieldTable all) {
        FieldValue highest = all.get(QueueArguments.MAX_PRIORITY);
        String problem = positiveMillis(value, all);
        return problem == null && highest != null && highest.integer().orElse(0) == PRIORITY_MAX
                ? "a queue that remembers keys cannot have 256 priorities"
                : problem;
    }

    /**
     * One of these words.
     *
     * @param problem with any other
     */
    static ValueCheck oneOf(String problem, String... words) {
        List<String> allowed = List.of(words);
        return (value, all) -> {
            String wrongType = text(value, all);
            return wrongType == null && !allowed.contains(ArgumentText.plain(value)) ? problem : wrongType;
        };
    }

    private static long number(FieldValue value) {
        return value.integer().orElseThrow();
    }

    private static String unacceptable(FieldValue value) {
        return "{unacceptable_type," + ArgumentText.typeName(value) + "}";
    }
}
