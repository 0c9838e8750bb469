package dev.leveret.server.auth;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A way to log in. Source: RabbitMQ doc page "access-control", section on authentication mechanisms. */
public sealed interface SaslMechanism permits PlainMechanism, AmqPlainMechanism {

    /** All that are offered, the preferred one first. */
    List<SaslMechanism> OFFERED = List.of(new PlainMechanism(), new AmqPlainMechanism());

    /** The name in connection.start and start-ok. */
    String name();

    /**
     * What the client's response says.
     *
     * @throws dev.leveret.amqp.error.AmqpException 502 if it is not of the mechanism's form
     */
    Credentials credentials(byte[] response);

    /** The offered mechanism of that name. */
    static Optional<SaslMechanism> named(String name) {
        return OFFERED.stream().filter(mechanism -> mechanism.name().equals(name)).findFirst();
    }

    /** All names as connection.start has them: separated by spaces. */
    static String names() {
        return OFFERED.stream().map(SaslMechanism::name).collect(Collectors.joining(" "));
    }
}
