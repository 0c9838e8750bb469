package dev.leveret.server.config;

/**
 * What sockets are set to.
 *
 * @param backlog accepted by the kernel and not yet by us, at most
 * @param noDelay whether small segments go out at once (TCP_NODELAY)
 * @param keepAlive whether the kernel probes silent peers (SO_KEEPALIVE)
 * @param sendBuffer SO_SNDBUF in bytes; 0 leaves it to the kernel
 * @param receiveBuffer SO_RCVBUF in bytes; 0 leaves it to the kernel
 */
public record SocketSettings(int backlog, boolean noDelay, boolean keepAlive, int sendBuffer, int receiveBuffer) {}
