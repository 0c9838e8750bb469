package dev.leveret.server.config;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Listening sockets.
 *
 * @param addresses where to listen; port 0 picks a free one
 * @param backlog accepted by the kernel and not yet by us, at most
 * @param noDelay whether small segments go out at once (TCP_NODELAY)
 * @param keepAlive whether the kernel probes silent peers (SO_KEEPALIVE)
 * @param sendBuffer SO_SNDBUF in bytes; 0 leaves it to the kernel
 * @param receiveBuffer SO_RCVBUF in bytes; 0 leaves it to the kernel
 */
public record ListenSettings(
        List<InetSocketAddress> addresses,
        int backlog,
        boolean noDelay,
        boolean keepAlive,
        int sendBuffer,
        int receiveBuffer) {

    public ListenSettings {
        addresses = List.copyOf(addresses);
    }
}
