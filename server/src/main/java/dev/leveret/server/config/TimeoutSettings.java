package dev.leveret.server.config;

/**
 * Time limits, in milliseconds.
 *
 * @param handshakeMillis from accept to connection.open
 * @param silentCloseMillis how long a client that failed to log in waits for its socket to close
 * @param closeMillis how long close-ok is waited for
 * @param shutdownMillis how long a stopping broker waits for its clients
 * @param consumerMillis how long a delivery may be unacknowledged if its consumer and its queue do not say; 0: for ever
 * @param tlsHandshakeMillis from accept to the end of the handshake of TLS
 */
public record TimeoutSettings(
        long handshakeMillis, long silentCloseMillis, long closeMillis, long shutdownMillis, long consumerMillis,
        long tlsHandshakeMillis) {}
