/**
 * The connection's own protocol: handshake, tuning, heartbeats, blocking, errors and the close, and the table of its
 * channels.
 *
 * <p>What happens on a channel does not belong here, only whether there is one.
 */
package dev.leveret.server.connection;
