package dev.leveret.server.connection;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.server.auth.Access;
import dev.leveret.server.channel.RouteCache;
import dev.leveret.server.channel.SharedBacklog;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.vhost.VirtualHost;

/**
 * What a channel sees of its connection.
 *
 * <p>Owned by the connection's loop, as its channels are; only {@link #id}, {@link #name}, {@link #user} and
 * {@link #vhost} may be asked from other threads.
 */
public interface ConnectionContext {

    /** Unique in this run of the broker, counted from 1. */
    long id();

    /** Both ends of the socket, the client's first: {@code 127.0.0.1:5000 -> 127.0.0.1:5672}. */
    String name();

    BrokerLoop loop();

    Outbox outbox();

    /** The virtual host named by connection.open; there is one before any channel is. */
    VirtualHost vhost();

    /** What all channels of this connection find their routes by; indexed as the connection's address cache is. */
    RouteCache routes();

    /** The authenticated user's name. */
    String user();

    /** What the user may do in the virtual host. */
    Access access();

    ClientCapabilities capabilities();

    /** What both sides agreed on. */
    FrameLimits limits();

    BrokerSettings settings();

    /**
     * Ends a channel, or the connection when the error's scope says so, for an error that is found after the method's
     * dispatch has returned. The same way as a throw within it; nothing happens if the channel is gone or closing.
     */
    void channelFailed(int channel, AmqpException error);

    /** The channel has answered channel.close and let go of all that it held: its number is free again. */
    void channelClosed(int channel);

    /**
     * Stops reading from the socket until {@link #resumeReading} has been called as often as this. What has been read
     * already, at most 256 KiB, is still dispatched. For a channel whose backlog is full; heartbeats are not checked
     * meanwhile.
     */
    void pauseReading();

    /** Takes one {@link #pauseReading} back. */
    void resumeReading();

    /** What its channels keep back together. */
    SharedBacklog backlog();

    /** A basic.publish or a part of its body has arrived. Costs one volatile read unless an alarm stands. */
    void publishSeen();

    /**
     * The client is about to open or declare something that stays.
     *
     * @throws AmqpException 506 while memory is full
     */
    void requireRoom();
}
