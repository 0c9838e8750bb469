package dev.leveret.server.net;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Netty's event loops and the kind of sockets that goes with them: Linux's epoll where its native library loads, else
 * what the JDK has.
 *
 * @param group all loops; whoever made them shuts them down
 */
public record NettyTransport(EventLoopGroup group, Class<? extends ServerChannel> serverSocket) {

    /** Starts no thread yet. */
    public static NettyTransport withLoops(int count) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop"), io);
        return new NettyTransport(group, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class);
    }

    /** The event loops in their order. */
    public List<EventLoop> loops() {
        List<EventLoop> loops = new ArrayList<>();
        group.forEach(executor -> loops.add((EventLoop) executor));
        return loops;
    }
}
