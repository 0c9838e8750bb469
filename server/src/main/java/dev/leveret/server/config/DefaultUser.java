package dev.leveret.server.config;

import dev.leveret.server.auth.PasswordRule;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A user that new virtual hosts have.
 *
 * @param name of the user
 * @param pass his password
 * @param vhosts the virtual hosts that he may use, by a part of their names
 * @param tags his tags
 * @param grant what he may do there
 */
public record DefaultUser(String name, String pass, Pattern vhosts, List<String> tags, Grant grant) {

    static final String EVERYTHING = ".*";
    private static final String FIELDS = "password, vhost_pattern, tags, configure, write, read";

    /** Regular expressions for names of queues and exchanges. */
    public record Grant(String configure, String write, String read) {}

    public DefaultUser {
        tags = List.copyOf(tags);
    }

    /** Without the password, which belongs in no log. */
    @Override
    public String toString() {
        return "DefaultUser[" + name + "]";
    }

    static Grant defaultGrant(RawSettings raw) {
        Map<String, String> fields = new TreeMap<>();
        raw.forEach(SettingKeys.DEFAULT_PERMISSION, (right, expression) -> {
            String key = SettingKeys.DEFAULT_PERMISSION.key() + right;
            if (!List.of("configure", "write", "read").contains(right)) {
                throw raw.unknown(key, "configure, write, read");
            }
            pattern(raw, key, expression);
            fields.put(right, expression);
        });
        return grant(fields);
    }

    /** One for each NAME in {@code default_users.NAME.password} and the like. */
    static List<DefaultUser> all(RawSettings raw, PasswordRule passwords) {
        Map<String, Map<String, String>> users = new TreeMap<>();
        raw.forEach(SettingKeys.DEFAULT_USERS, (rest, text) -> {
            int dot = rest.lastIndexOf('.');
            String field = rest.substring(dot + 1);
            if (dot < 1 || !List.of(FIELDS.split(", ")).contains(field)) {
                throw raw.unknown(SettingKeys.DEFAULT_USERS.key() + rest, "NAME. and one of " + FIELDS);
            }
            users.computeIfAbsent(rest.substring(0, dot), name -> new TreeMap<>()).put(field, text);
        });
        List<DefaultUser> all = new ArrayList<>();
        users.forEach((name, fields) -> all.add(of(name, fields, raw, passwords)));
        return all;
    }

    private static DefaultUser of(String name, Map<String, String> fields, RawSettings raw, PasswordRule passwords) {
        String prefix = SettingKeys.DEFAULT_USERS.key() + name + ".";
        if (!fields.containsKey("password")) {
            throw raw.missing(prefix + "password", prefix + fields.keySet().iterator().next());
        }
        passwords.refusal(fields.get("password").getBytes(StandardCharsets.UTF_8)).ifPresent(reason -> {
            throw raw.refused(prefix + "password", reason);
        });
        List.of("configure", "write", "read").stream()
                .filter(fields::containsKey)
                .forEach(right -> pattern(raw, prefix + right, fields.get(right)));
        List<String> tags = Arrays.stream(fields.getOrDefault("tags", "").split("[,\\s]+"))
                .filter(tag -> !tag.isEmpty())
                .toList();
        Pattern vhosts = pattern(raw, prefix + "vhost_pattern", fields.getOrDefault("vhost_pattern", EVERYTHING));
        return new DefaultUser(name, fields.get("password"), vhosts, tags, grant(fields));
    }

    private static Grant grant(Map<String, String> fields) {
        return new Grant(
                fields.getOrDefault("configure", EVERYTHING),
                fields.getOrDefault("write", EVERYTHING),
                fields.getOrDefault("read", EVERYTHING));
    }

    static Pattern pattern(RawSettings raw, String key, String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw raw.invalid(key, "a regular expression");
        }
    }
}
