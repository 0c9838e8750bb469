package dev.leveret.server.event;

import dev.leveret.amqp.value.FieldTable;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * What is known of a connection whether or not it has logged in.
 *
 * @param name both ends of the socket
 * @param peer the client's end
 * @param local our end
 * @param acceptedMillis since 1970
 * @param clientProperties empty before start-ok
 * @param mechanism of authentication; empty before start-ok
 * @param tls what was agreed on; empty if the socket is plain
 */
public record ConnectionFacts(
        long id,
        String name,
        InetSocketAddress peer,
        InetSocketAddress local,
        long acceptedMillis,
        FieldTable clientProperties,
        String mechanism,
        Optional<SSLSession> tls) {}
