package dev.leveret.amqp.message;

/** The property {@code expiration}: a number of milliseconds as text (RabbitMQ's page "Time-To-Live and Expiration"). */
final class Expiration {

    /** A number of so many digits is always a long. */
    private static final int DIGITS_MAX = 18;

    private Expiration() {}

    /**
     * Reads it without making an object: it is looked at several times in a message's life.
     *
     * @param start where the short string begins
     * @return {@link Long#MAX_VALUE} if it is no number, or a negative one, or has too many digits
     */
    static long millis(byte[] raw, int start) {
        int index = start + 1;
        int end = index + (raw[start] & 0xff);
        boolean negative = index < end && raw[index] == '-';
        if (index < end && (negative || raw[index] == '+')) {
            index++;
        }
        while (index < end - 1 && raw[index] == '0') {
            index++;
        }
        if (index == end || end - index > DIGITS_MAX) {
            return Long.MAX_VALUE;
        }
        long millis = 0;
        for (; index < end; index++) {
            int digit = raw[index] - '0';
            if (digit < 0 || digit > 9) {
                return Long.MAX_VALUE;
            }
            millis = millis * 10 + digit;
        }
        return negative && millis > 0 ? Long.MAX_VALUE : millis;
    }
}
