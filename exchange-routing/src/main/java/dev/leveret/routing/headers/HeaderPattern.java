package dev.leveret.routing.headers;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.util.List;

/**
 * What a binding of a headers exchange asks of a message's headers (AMQP 0-9-1 §3.1.3.4). Immutable.
 *
 * <p>The argument {@code x-match} says how many of the other arguments have to match: {@code all}, also if it
 * is missing, or {@code any}; both leave out arguments whose names begin with {@code x-}, which
 * {@code all-with-x} and {@code any-with-x} take in. An argument without a value (type void) matches
 * whatever value the header has. Without anything to match {@code all} is true and {@code any} false.
 */
public final class HeaderPattern {

    private static final String MATCH_ARGUMENT = "x-match";
    private static final String SPECIAL_PREFIX = "x-";

    private final boolean any;
    private final List<FieldTable.Entry> wanted;

    private HeaderPattern(boolean any, List<FieldTable.Entry> wanted) {
        this.any = any;
        this.wanted = wanted;
    }

    /** @throws AmqpException 406 if there is an {@code x-match} that is none of the four */
    public static HeaderPattern of(FieldTable arguments) {
        String match = match(arguments.get(MATCH_ARGUMENT));
        boolean withSpecial = match.endsWith("-with-x");
        List<FieldTable.Entry> wanted = arguments.entries().stream()
                .filter(entry -> !entry.name().equals(MATCH_ARGUMENT))
                .filter(entry -> withSpecial || !entry.name().startsWith(SPECIAL_PREFIX))
                .toList();
        return new HeaderPattern(match.startsWith("any"), wanted);
    }

    private static String match(FieldValue value) {
        if (value == null) {
            return "all";
        }
        if (!(value instanceof FieldValue.LongString string)) {
            throw AmqpException.preconditionFailed(
                    "Invalid x-match field type %s (value %s); expected longstr",
                    ArgumentText.typeName(value), ArgumentText.term(value));
        }
        String text = string.text();
        return switch (text) {
            case "all", "any", "all-with-x", "any-with-x" -> text;
            default -> throw AmqpException.preconditionFailed(
                    "Invalid x-match field value %s; expected all, any, all-with-x, or any-with-x",
                    ArgumentText.term(value));
        };
    }

    /** Whether a message with these headers goes where the binding leads. */
    public boolean matches(FieldTable headers) {
        for (int i = 0; i < wanted.size(); i++) {
            if (matches(wanted.get(i), headers) == any) {
                return any;
            }
        }
        return !any;
    }

    private static boolean matches(FieldTable.Entry wanted, FieldTable headers) {
        FieldValue found = headers.get(wanted.name());
        return found != null
                && (wanted.value() instanceof FieldValue.Void || HeaderValues.equal(wanted.value(), found));
    }
}
