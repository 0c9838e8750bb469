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
 * @param traffic what came in and went out
 * @param channels in no particular order
 */
public record ConnectionReport(
        ConnectionFacts facts, String state, String user, String vhost, FrameLimits limits, Traffic traffic, List<ChannelReport> channels) {

    /**
     * What went over the socket since the beginning, without TLS around it.
     *
     * @param receivedBytes from the client
     * @param reads in which they came
     * @param sentBytes that the socket was given
     * @param writes in which it was given them
     * @param pendingBytes that the operating system has not taken
     */
    public record Traffic(long receivedBytes, long reads, long sentBytes, long writes, long pendingBytes) {}

    public ConnectionReport {
        user = user == null ? "" : user;
        channels = List.copyOf(channels);
    }
}
