package dev.leveret.server.event;

import dev.leveret.amqp.value.FieldTable;
import java.net.InetSocketAddress;

/**
 * What is known of a connection whether or not it has logged in.
 *
 * @param name both ends of the socket
 * @param peer the client's end
 * @param local our end
 * @param acceptedMillis since 1970
 * @param clientProperties empty before start-ok
 * @param mechanism of authentication; empty before start-ok
 */
public record ConnectionFacts(
        long id,
        String name,
        InetSocketAddress peer,
        InetSocketAddress local,
        long acceptedMillis,
        FieldTable clientProperties,
        String mechanism) {}
