package dev.leveret.server.connection;

import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.server.channel.ChannelReport;
import dev.leveret.server.event.ConnectionFacts;
import java.util.List;

/**
 * What a connection was and had at a moment.
 *
 * @param state RabbitMQ's word for it
 * @param user empty before there is one
 * @param vhost empty before it is opened
 * @param sent what went out
 * @param channels in no particular order
 */
public record ConnectionReport(
        ConnectionFacts facts, String state, String user, String vhost, FrameLimits limits, Sent sent, List<ChannelReport> channels) {

    /**
     * Bytes for the client.
     *
     * @param bytes that the socket was given since the beginning
     * @param pendingBytes that the operating system has not taken
     */
    public record Sent(long bytes, long pendingBytes) {}

    public ConnectionReport {
        user = user == null ? "" : user;
        channels = List.copyOf(channels);
    }
}
