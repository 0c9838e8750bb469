package dev.leveret.server.config;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts of bytes as people write them. Source: RabbitMQ doc page "memory", section on units. */
public final class DataSize {

    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([kmgtp]?)(i?)(b?)");
    private static final String LETTERS = "kmgtp";

    private DataSize() {}

    /**
     * Reads {@code 50MB} (decimal, as kB, GB, TB, PB are), {@code 1024MiB} and {@code 1024M} (both binary), or plain
     * bytes. Empty if it is none of these or does not fit a long.
     */
    public static OptionalLong parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (!form.matches() || (form.group(2).isEmpty() && !form.group(3).isEmpty())) {
            return OptionalLong.empty();
        }
        boolean binary = !form.group(3).isEmpty() || form.group(4).isEmpty();
        int power = form.group(2).isEmpty() ? 0 : LETTERS.indexOf(form.group(2)) + 1;
        long bytes = Long.parseLong(form.group(1));
        try {
            for (int i = 0; i < power; i++) {
                bytes = Math.multiplyExact(bytes, binary ? 1024L : 1000L);
            }
        } catch (ArithmeticException tooLarge) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(bytes);
    }
}
