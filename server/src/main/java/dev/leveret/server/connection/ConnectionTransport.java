package dev.leveret.server.connection;

import dev.leveret.server.auth.PeerCertificate;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Listeners;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.net.ReadSwitch;
import dev.leveret.server.net.Timers;
import java.net.InetSocketAddress;

/**
 * What a connection runs on.
 *
 * @param peer the client's end of the socket, or what a proxy says it is
 * @param local our end, or the proxy's
 * @param certificate what the client has proven below AMQP
 * @param admission whether it may stay
 */
public record ConnectionTransport(
        BrokerLoop loop,
        Timers timers,
        Outbox outbox,
        ReadSwitch reading,
        InetSocketAddress peer,
        InetSocketAddress local,
        PeerCertificate certificate,
        Admission admission) {

    /** A plain socket that is let in. */
    public ConnectionTransport(
            BrokerLoop loop, Timers timers, Outbox outbox, ReadSwitch reading, InetSocketAddress peer,
            InetSocketAddress local) {
        this(loop, timers, outbox, reading, peer, local, PeerCertificate.NONE, Admission.ALWAYS);
    }

    /** {@code 127.0.0.1:5000 -> 127.0.0.1:5672}. */
    String name() {
        return text(peer) + " -> " + text(local);
    }

    private static String text(InetSocketAddress address) {
        String host = Listeners.host(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
