package dev.leveret.server.config;

import dev.leveret.amqp.value.FieldTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Limits that new virtual hosts have.
 *
 * @param vhosts those virtual hosts, by a part of their names
 * @param limits as {@code set_vhost_limits} would set them
 */
public record DefaultLimits(Pattern vhosts, FieldTable limits) {

    private static final String PATTERN = "pattern";
    private static final Map<String, String> NAMES = Map.of("max_connections", "max-connections", "max_queues", "max-queues");
    private static final String FIELDS = "pattern, max_connections, max_queues";

    /** One for each NAME in {@code default_limits.vhosts.NAME.pattern} and the like, by these names. */
    static List<DefaultLimits> all(RawSettings raw) {
        Map<String, Map<String, String>> sets = new TreeMap<>();
        raw.forEach(SettingKeys.DEFAULT_LIMITS, (rest, text) -> {
            int dot = rest.lastIndexOf('.');
            String field = rest.substring(dot + 1);
            if (dot < 1 || !List.of(FIELDS.split(", ")).contains(field)) {
                throw raw.unknown(SettingKeys.DEFAULT_LIMITS.key() + rest, "NAME. and one of " + FIELDS);
            }
            sets.computeIfAbsent(rest.substring(0, dot), name -> new TreeMap<>()).put(field, text);
        });
        List<DefaultLimits> all = new ArrayList<>();
        sets.forEach((name, fields) -> all.add(of(name, fields, raw)));
        return all;
    }

    private static DefaultLimits of(String name, Map<String, String> fields, RawSettings raw) {
        String prefix = SettingKeys.DEFAULT_LIMITS.key() + name + ".";
        FieldTable.Builder limits = FieldTable.builder();
        fields.forEach((field, text) -> {
            if (NAMES.containsKey(field)) {
                limits.put(NAMES.get(field), number(raw, prefix + field, text));
            }
        });
        String expression = fields.getOrDefault(PATTERN, DefaultUser.EVERYTHING);
        return new DefaultLimits(DefaultUser.pattern(raw, prefix + PATTERN, expression), limits.build());
    }

    private static int number(RawSettings raw, String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw raw.invalid(key, "a whole number, or -1 for no limit");
        }
    }
}
