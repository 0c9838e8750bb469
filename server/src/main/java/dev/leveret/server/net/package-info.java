/**
 * Sockets: listening, accepting, feeding what arrives to the frame decoder, and the outbound buffer of a connection.
 *
 * <p>What a method means does not belong here; that is the connection's and the channel's.
 */
package dev.leveret.server.net;
