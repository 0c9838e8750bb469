package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.server.connection.ConnectionContext;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a publisher may not put into the properties of a message. The texts are RabbitMQ's. */
final class PropertyChecks {

    /** The time to live that RabbitMQ takes at most: ten years. */
    private static final BigInteger EXPIRATION_MILLIS_MAX = BigInteger.valueOf(315_360_000_000L);

    private static final Pattern NUMBER = Pattern.compile("([+-]?[0-9]+)(.*)", Pattern.DOTALL);

    private PropertyChecks() {}

    /** Throws 406 for a user id that is not the publisher's, and for an expiration that is none. */
    static void check(ContentHeader header, ConnectionContext publisher) {
        if (header.hasUserId()) {
            checkUser(header.properties().userId(), publisher);
        }
        if (header.hasExpiration()) {
            checkExpiration(header.properties().expiration());
        }
    }

    private static void checkUser(String named, ConnectionContext publisher) {
        if (!named.equals(publisher.user()) && !publisher.access().impersonates()) {
            throw AmqpException.preconditionFailed(
                    "user_id property set to '%s' but authenticated user was '%s'", named, publisher.user());
        }
    }

    /** Throws 406 for an expiration that is none. */
    static void checkExpiration(String text) {
        Matcher matcher = NUMBER.matcher(text);
        if (!matcher.matches()) {
            throw invalidExpiration(text, "no_integer");
        }
        if (!matcher.group(2).isEmpty()) {
            throw invalidExpiration(text, "{leftover_string,\"" + matcher.group(2) + "\"}");
        }
        BigInteger millis = new BigInteger(matcher.group(1));
        if (millis.signum() < 0) {
            throw invalidExpiration(text, "{value_negative," + millis + "}");
        }
        if (millis.compareTo(EXPIRATION_MILLIS_MAX) > 0) {
            throw invalidExpiration(text, "{value_too_large," + millis + "}");
        }
    }

    private static AmqpException invalidExpiration(String text, String reason) {
        return AmqpException.preconditionFailed("invalid expiration '%s': %s", text, reason);
    }
}
