package dev.leveret.server.auth;

import dev.leveret.server.pattern.BoundedPattern;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The expressions of topic permissions, in which variables may stand (RabbitMQ's page "Access Control"). */
public final class TopicPatterns {

    private static final Pattern VARIABLE = Pattern.compile("\\{(username|vhost|client_id)\\}");

    private TopicPatterns() {}

    /**
     * Puts in what the variables stand for. There are no client ids in AMQP 0-9-1, so that one stays what it is, as in
     * RabbitMQ.
     */
    static String expand(String expression, String user, String vhost) {
        return VARIABLE.matcher(expression).replaceAll(variable -> {
            // Deviation: RabbitMQ takes the name for an expression, so that a user "." would be anybody.
            return Matcher.quoteReplacement(Pattern.quote(switch (variable.group(1)) {
                case "username" -> user;
                case "vhost" -> vhost;
                default -> variable.group();
            }));
        });
    }

    /** Throws {@link java.util.regex.PatternSyntaxException} if it is no expression, whatever is put in. */
    public static void check(String expression) {
        BoundedPattern.of(expand(expression, "user", "vhost"));
    }
}
