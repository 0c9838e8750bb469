package dev.leveret.server.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One key: what it means and how its value is read.
 *
 * @param key as written; a family of keys ends with a dot and is followed by a name
 * @param fallback the value when it is not set
 * @param meaning one line for {@code --help}
 * @param expects ends the sentence "... is not "
 * @param reader gives the value, or null when the text is none
 */
record Setting<T>(String key, T fallback, String meaning, String expects, Function<String, T> reader) {

    private static final Pattern SECRET = Pattern.compile("(pass|password|secret|token)$");

    static Setting<Integer> integer(String key, int fallback, int min, int max, String meaning) {
        return new Setting<>(key, fallback, meaning, "a whole number from " + min + " to " + max, text -> {
            OptionalLong number = wholeNumber(text);
            boolean fits = number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max;
            return fits ? Integer.valueOf((int) number.getAsLong()) : null;
        });
    }

    /** A time of any length. */
    static Setting<Long> millis(String key, long fallback, String meaning) {
        return new Setting<>(key, fallback, meaning, "a whole number of milliseconds, at least 0", text -> {
            OptionalLong number = wholeNumber(text);
            return number.isPresent() && number.getAsLong() >= 0 ? number.getAsLong() : null;
        });
    }

    /** A port, or an address and a port behind the last colon. */
    static Setting<String> address(String key, String fallback, String meaning) {
        String expects = "a port from 0 to 65535, or an address like 127.0.0.1:5672";
        return new Setting<>(key, fallback, meaning, expects, text -> portOf(text).isPresent() ? text : null);
    }

    /** The port that an address ends with. */
    static OptionalInt portOf(String address) {
        OptionalLong port = wholeNumber(address.substring(address.lastIndexOf(':') + 1));
        boolean fits = port.isPresent() && port.getAsLong() >= 0 && port.getAsLong() <= 65535;
        return fits ? OptionalInt.of((int) port.getAsLong()) : OptionalInt.empty();
    }

    static Setting<Long> size(String key, long fallback, long max, String meaning) {
        String limit = max == Long.MAX_VALUE ? "" : " of at most " + max + " bytes";
        String expects = "a size like 50MB, 1024MiB or 2GB" + limit;
        return new Setting<>(key, fallback, meaning, expects, text -> {
            OptionalLong bytes = DataSize.parse(text);
            return bytes.isPresent() && bytes.getAsLong() <= max ? bytes.getAsLong() : null;
        });
    }

    static Setting<Double> share(String key, double fallback, String meaning) {
        String amount = key.replace(".relative", ".absolute");
        return new Setting<>(key, fallback, meaning, "0 or a number above, like 0.6; an amount is " + amount + " = 2GB", text -> {
            try {
                double share = Double.parseDouble(text);
                return share >= 0 && share < Double.POSITIVE_INFINITY ? share : null;
            } catch (NumberFormatException noNumber) {
                return null;
            }
        });
    }

    static Setting<Boolean> bool(String key, boolean fallback, String meaning) {
        return new Setting<>(key, fallback, meaning, "true or false", text -> switch (text) {
            case "true", "on" -> Boolean.TRUE;
            case "false", "off" -> Boolean.FALSE;
            default -> null;
        });
    }

    static Setting<String> text(String key, String fallback, String meaning) {
        return new Setting<>(key, fallback, meaning, "a text", text -> text);
    }

    /** A key of RabbitMQ's of which only some values are possible here, and none of them changes anything. */
    static Setting<String> only(String key, String meaning, String... values) {
        String expects = "one of the values that are there yet: " + String.join(", ", values);
        return new Setting<>(key, values[0], meaning, expects, text ->
                Arrays.asList(values).contains(text) ? text : null);
    }

    /** One of some texts. */
    static Setting<String> choice(String key, String fallback, String meaning, String... values) {
        String expects = "one of " + String.join(", ", values);
        return new Setting<>(key, fallback, meaning, expects, text -> Arrays.asList(values).contains(text) ? text : null);
    }

    /** A limit that need not be there. */
    static Setting<Integer> limit(String key, int fallback, int min, String meaning) {
        String expects = "a whole number from " + min + " to " + Integer.MAX_VALUE + ", or infinity";
        return new Setting<>(key, fallback, meaning, expects, text -> {
            OptionalLong number = text.equals("infinity") ? OptionalLong.of(Integer.MAX_VALUE) : wholeNumber(text);
            boolean fits = number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= Integer.MAX_VALUE;
            return fits ? Integer.valueOf((int) number.getAsLong()) : null;
        });
    }

    static <E extends Enum<E>> Setting<E> oneOf(String key, E fallback, String meaning) {
        E[] all = fallback.getDeclaringClass().getEnumConstants();
        String names = Arrays.stream(all).map(Setting::lower).collect(Collectors.joining(", "));
        return new Setting<>(key, fallback, meaning, "one of " + names, text ->
                Arrays.stream(all).filter(value -> lower(value).equals(text)).findAny().orElse(null));
    }

    /** The default as one would write it; empty if there is none. */
    String fallbackText() {
        String text = fallback.toString();
        return switch (fallback) {
            case LogSettings.TimeFormat format -> format.word();
            case Enum<?> word -> lower(word);
            case Integer limit when limit == Integer.MAX_VALUE -> "infinity";
            default -> text.equals("-1") || text.equals("0.0") ? "" : text;
        };
    }

    /** Whether the value of a key is shown to nobody. By its name, so that none is forgotten. */
    static boolean isSecret(String key) {
        return SECRET.matcher(key).find();
    }

    /** Whether this is a family, of which each key ends with a name of its own. */
    boolean isFamily() {
        return key.endsWith(".");
    }

    T read(String text) {
        T value = reader.apply(text);
        if (value == null) {
            throw new ConfigException("'" + text + "' is not " + expects);
        }
        return value;
    }

    private static OptionalLong wholeNumber(String text) {
        if (!text.matches("-?\\d{1,18}")) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Long.parseLong(text));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
