package dev.leveret.server.config;

/**
 * Time limits of a connection, in milliseconds.
 *
 * @param handshakeMillis from accept to connection.open
 * @param silentCloseMillis how long a client that failed to log in waits for its socket to close
 * @param closeMillis how long close-ok is waited for
 * @param shutdownMillis how long a stopping broker waits for its clients
 */
public record TimeoutSettings(long handshakeMillis, long silentCloseMillis, long closeMillis, long shutdownMillis) {}
