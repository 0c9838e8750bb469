package dev.leveret.server.connection;

import dev.leveret.server.auth.PeerIdentity;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.net.ReadSwitch;
import dev.leveret.server.net.Timers;
import java.net.InetSocketAddress;

/**
 * What a connection runs on.
 *
 * @param peer the client's end of the socket
 * @param local our end
 * @param identity what the client has shown below AMQP
 */
public record ConnectionTransport(
        BrokerLoop loop,
        Timers timers,
        Outbox outbox,
        ReadSwitch reading,
        InetSocketAddress peer,
        InetSocketAddress local,
        PeerIdentity identity) {

    /** Without TLS. */
    public ConnectionTransport(
            BrokerLoop loop,
            Timers timers,
            Outbox outbox,
            ReadSwitch reading,
            InetSocketAddress peer,
            InetSocketAddress local) {
        this(loop, timers, outbox, reading, peer, local, PeerIdentity.NONE);
    }

    /** {@code 127.0.0.1:5000 -> 127.0.0.1:5672}. */
    String name() {
        return text(peer) + " -> " + text(local);
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
