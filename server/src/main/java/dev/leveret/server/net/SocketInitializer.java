package dev.leveret.server.net;

import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.connection.ConnectionSession;
import dev.leveret.server.connection.ConnectionTransport;
import dev.leveret.server.loop.BrokerLoop;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.Function;

/**
 * Gives an accepted socket its connection.
 *
 * @see #initChannel
 */
final class SocketInitializer extends ChannelInitializer<Channel> {

    private final Map<EventLoop, BrokerLoop> loops;
    private final Function<EventLoop, Timers> timers;
    private final BrokerServices services;
    private final Connections connections;
    private final LoopChooser chooser;

    SocketInitializer(
            Map<EventLoop, BrokerLoop> loops,
            Function<EventLoop, Timers> timers,
            BrokerServices services,
            Connections connections,
            LoopChooser chooser) {
        this.loops = loops;
        this.timers = timers;
        this.services = services;
        this.connections = connections;
        this.chooser = chooser;
    }

    @Override
    protected void initChannel(Channel socket) {
        // Order: before anything that may fail. The socket is closed then, and counts until it is.
        socket.closeFuture().addListener(closed -> chooser.left(socket.eventLoop()));
        BrokerLoop loop = loops.get(socket.eventLoop());
        Outbox outbox = new Outbox(socket, loop::flushLater);
        ConnectionTransport transport = new ConnectionTransport(
                loop,
                timers.apply(socket.eventLoop()),
                outbox,
                new ReadSwitch(socket),
                (InetSocketAddress) socket.remoteAddress(),
                (InetSocketAddress) socket.localAddress());
        ConnectionSession session = new ConnectionSession(connections.nextId(), transport, services);
        connections.add(session);
        socket.closeFuture().addListener(closed -> connections.remove(session));
        socket.pipeline().addLast(new InboundHandler(session, outbox, loop.gate(), services.intake()));
    }
}
