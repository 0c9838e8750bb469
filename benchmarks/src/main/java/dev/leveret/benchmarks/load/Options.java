package dev.leveret.benchmarks.load;

import java.util.HashMap;
import java.util.Map;

/**
 * What a program was asked for, as {@code name=value} words.
 *
 * @param values by name
 */
public record Options(Map<String, String> values) {

    public Options {
        values = Map.copyOf(values);
    }

    /** Reads words from an index on. */
    public static Options of(String[] words, int from) {
        Map<String, String> values = new HashMap<>();
        for (int i = from; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("not name=value: " + words[i]);
            }
            values.put(words[i].substring(0, equals), words[i].substring(equals + 1));
        }
        return new Options(values);
    }

    public long number(String name, long fallback) {
        String value = values.get(name);
        return value == null ? fallback : Long.parseLong(value);
    }

    public int count(String name, int fallback) {
        return Math.toIntExact(number(name, fallback));
    }

    public String text(String name, String fallback) {
        return values.getOrDefault(name, fallback);
    }
}
