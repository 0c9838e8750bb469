package dev.leveret.server.config;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.pattern.BoundedPattern;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An operator policy that new virtual hosts have (RabbitMQ's pages "Policies" and "Virtual Hosts"; times and sizes in the units
 * that its configuration files have for these keys).
 *
 * @param vhosts those virtual hosts, by a part of their names
 * @param policy as {@code set_operator_policy} would set it
 */
public record DefaultPolicy(Pattern vhosts, Policy policy) {

    private static final String VHOSTS = "vhost_pattern";
    private static final String QUEUES = "queue_pattern";
    private static final String APPLY_TO = "apply_to";
    private static final String FIELDS = "vhost_pattern, queue_pattern, apply_to, expires, message_ttl, max_length,"
            + " max_length_bytes, delivery_limit, max_in_memory_length, max_in_memory_bytes, classic_queues.ha_mode,"
            + " classic_queues.ha_params, classic_queues.ha_sync_mode, classic_queues.queue_version";

    private static final String TIME = "(\\d{1,9}(?:\\.\\d{1,9})?)(ms|[fwdhms])";
    private static final Pattern TIMES = Pattern.compile("(?:" + TIME + "){1,16}");
    private static final Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L,
            "d", 86_400_000L, "w", 604_800_000L, "f", 1_209_600_000L);

    /** One for each NAME in {@code default_policies.operator.NAME.max_length} and the like, by these names. */
    static List<DefaultPolicy> all(RawSettings raw) {
        Map<String, Map<String, String>> sets = new TreeMap<>();
        raw.forEach(SettingKeys.DEFAULT_POLICIES, (rest, text) -> {
            String field = field(rest).orElseThrow(() ->
                    raw.unknown(SettingKeys.DEFAULT_POLICIES.key() + rest, "NAME. and one of " + FIELDS));
            String name = rest.substring(0, rest.length() - field.length() - 1);
            sets.computeIfAbsent(name, absent -> new TreeMap<>()).put(field, text);
        });
        List<DefaultPolicy> all = new ArrayList<>();
        sets.forEach((name, fields) -> all.add(of(name, fields, raw)));
        return all;
    }

    private static Optional<String> field(String rest) {
        return Arrays.stream(FIELDS.split(", "))
                .filter(field -> rest.endsWith("." + field) && rest.length() > field.length() + 1)
                .findFirst();
    }

    private static DefaultPolicy of(String name, Map<String, String> fields, RawSettings raw) {
        String prefix = SettingKeys.DEFAULT_POLICIES.key() + name + ".";
        Pattern vhosts = DefaultUser.pattern(raw, prefix + VHOSTS, fields.getOrDefault(VHOSTS, DefaultUser.EVERYTHING));
        String queues = fields.getOrDefault(QUEUES, DefaultUser.EVERYTHING);
        requirePattern(raw, prefix + QUEUES, queues);
        ApplyTo applyTo = applyTo(raw, prefix + APPLY_TO, fields.getOrDefault(APPLY_TO, ApplyTo.ALL.word()));
        FieldTable.Builder definition = FieldTable.builder();
        fields.forEach((field, text) -> {
            if (!List.of(VHOSTS, QUEUES, APPLY_TO).contains(field)) {
                String word = field.substring(field.indexOf('.') + 1).replace('_', '-');
                FieldValue value = value(raw, prefix + field, word, text);
                require(raw, prefix + field, new Policy(PolicyKind.OPERATOR, name, queues, applyTo, 0, FieldTable.of(word, value)));
                definition.put(word, value);
            }
        });
        Policy policy = new Policy(PolicyKind.OPERATOR, name, queues, applyTo, 0, definition.build());
        require(raw, prefix + fields.keySet().iterator().next(), policy);
        return new DefaultPolicy(vhosts, policy);
    }

    private static void requirePattern(RawSettings raw, String key, String expression) {
        try {
            BoundedPattern.of(expression);
        } catch (PatternSyntaxException e) {
            throw raw.invalid(key, "a regular expression");
        }
    }

    private static ApplyTo applyTo(RawSettings raw, String key, String word) {
        try {
            return ApplyTo.require(word);
        } catch (PolicyException e) {
            throw raw.refused(key, e.getMessage());
        }
    }

    private static void require(RawSettings raw, String key, Policy policy) {
        try {
            policy.requireValid();
        } catch (PolicyException e) {
            throw raw.refused(key, e.getMessage());
        }
    }

    private static FieldValue value(RawSettings raw, String key, String word, String text) {
        return switch (word) {
            case "ha-mode", "ha-sync-mode" -> FieldValue.text(text);
            case "ha-params" -> text.matches("\\d{1,9}") ? new FieldValue.Int64(Long.parseLong(text)) : nodes(text);
            case "expires", "message-ttl" -> new FieldValue.Int64(millis(raw, key, text));
            case "max-length-bytes", "max-in-memory-bytes" -> new FieldValue.Int64(bytes(raw, key, text));
            default -> new FieldValue.Int64(number(raw, key, text));
        };
    }

    private static FieldValue nodes(String text) {
        return new FieldValue.Array(Arrays.stream(text.split(",")).map(String::strip).<FieldValue>map(FieldValue::text).toList());
    }

    private static long number(RawSettings raw, String key, String text) {
        if (!text.matches("\\d{1,18}") || Long.parseLong(text) == 0) {
            throw raw.invalid(key, "a whole number above 0");
        }
        return Long.parseLong(text);
    }

    /** A part of a millisecond counts as a whole one. */
    private static long millis(RawSettings raw, String key, String text) {
        String times = text.toLowerCase(Locale.ROOT);
        BigDecimal sum = BigDecimal.ZERO;
        if (TIMES.matcher(times).matches()) {
            for (MatchResult time : Pattern.compile(TIME).matcher(times).results().toList()) {
                sum = sum.add(new BigDecimal(time.group(1)).multiply(BigDecimal.valueOf(MILLIS.get(time.group(2)))));
            }
        }
        if (sum.signum() == 0) {
            throw raw.invalid(key, "a time above 0 with its unit, like 500ms, 30s or 1h30m");
        }
        return sum.setScale(0, RoundingMode.CEILING).longValueExact();
    }

    /** All units are powers of 1024 here, {@code MB} too. */
    private static long bytes(RawSettings raw, String key, String text) {
        long bytes = DataSize.parse(text.replaceFirst("[bB]$", "")).orElse(0);
        if (bytes == 0) {
            throw raw.invalid(key, "a size above 0, like 100MB");
        }
        return bytes;
    }
}
