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
import io.netty.util.concurrent.ThreadPerTaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Netty's event loops and the kind of sockets that goes with them: Linux's epoll where its native library loads, else
 * what the JDK has.
 *
 * @param group all loops; whoever made them shuts them down
 * @param chooser gives each new connection its loop, and is to be told of its end
 */
public record NettyTransport(
        EventLoopGroup group, Class<? extends ServerChannel> serverSocket, LoopChooser chooser) {

    /** Starts no thread yet. A loop gets so many connections before the next one gets any. */
    public static NettyTransport withLoops(int count, int connectionsPerLoop) {
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        LoopChooser chooser = new LoopChooser(connectionsPerLoop);
        Executor threads = new ThreadPerTaskExecutor(new DefaultThreadFactory("loop"));
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(count, threads, chooser, io);
        return new NettyTransport(group, epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class, chooser);
    }

    /** The event loops in their order. */
    public List<EventLoop> loops() {
        List<EventLoop> loops = new ArrayList<>();
        group.forEach(executor -> loops.add((EventLoop) executor));
        return loops;
    }
}
