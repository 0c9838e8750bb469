package dev.leveret.amqp.message;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import java.math.BigDecimal;

/**
 * The header {@code x-delay}: for how many milliseconds a message waits in an exchange that delays (the plugin
 * rabbitmq_delayed_message_exchange).
 *
 * <p>When a message is due is not kept with it: it is its arrival and this header, both of which the store keeps.
 */
public final class Delay {

    /** The name of the header. */
    public static final String HEADER = "x-delay";

    /** More digits than the number of milliseconds in the life of the sun has. */
    private static final int DIGITS_MAX = 18;

    private Delay() {}

    /**
     * For how many milliseconds a message with these properties is to wait; 0 if it is not to: the header is missing, negative, or no
     * number. Fractions are cut off, and a string of digits counts as the number, as in the plugin.
     */
    public static long millis(ContentHeader header) {
        if (!header.hasHeaders()) {
            return 0;
        }
        FieldValue value = header.header(HEADER); // not kept decoded: many messages wait, and are looked at a few times
        return value == null ? 0 : Math.max(0, number(value));
    }

    private static long number(FieldValue value) {
        return switch (value) {
            case FieldValue.LongString text -> number(text.text());
            case FieldValue.Float32 number -> (long) number.value();
            case FieldValue.Float64 number -> (long) number.value();
            case FieldValue.Decimal number -> number(number.number());
            case FieldValue other -> other.integer().orElse(0);
        };
    }

    private static long number(BigDecimal number) {
        return number.longValue();
    }

    private static long number(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= DIGITS_MAX && text.chars().allMatch(c -> '0' <= c && c <= '9');
        return isNumber ? Long.parseLong(text) : 0;
    }

    /** When a message is due that waits since its arrival, in milliseconds since 1970. */
    public static long dueMillis(Message message) {
        long due = message.arrivalMillis() + millis(message.header());
        return due < message.arrivalMillis() ? Long.MAX_VALUE : due;
    }

    /**
     * A message whose time to wait is over, as it goes on: the header is negative, so that it waits nowhere again and whoever
     * gets it sees how long it has waited.
     *
     * @param nowMillis from when on it counts as arrived, since 1970
     */
    public static Message over(Message message, long nowMillis) {
        long delay = millis(message.header());
        FieldValue waited = delay <= Integer.MAX_VALUE ? new FieldValue.Int32((int) -delay) : new FieldValue.Int64(-delay);
        FieldTable headers = message.header().headers().with(HEADER, waited);
        return message.withHeader(message.header().withHeaders(headers)).arrivedAt(nowMillis);
    }
}
