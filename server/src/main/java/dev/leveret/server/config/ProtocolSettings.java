package dev.leveret.server.config;

/**
 * Limits of the protocol.
 *
 * @param frameMax largest frame in bytes, header and end marker included; 0 means none
 * @param channelMax channels a connection may have open; 0 means none
 * @param channelNodeMax channels that all connections together may have open; {@link Integer#MAX_VALUE} means no limit
 * @param heartbeatSeconds interval suggested to clients; 0 means none
 * @param messageSizeMax largest body of a message, in bytes
 * @param consumerMax consumers that a channel may have; {@link Integer#MAX_VALUE} means no limit
 */
public record ProtocolSettings(
        int frameMax, int channelMax, int channelNodeMax, int heartbeatSeconds, long messageSizeMax, int consumerMax) {}
