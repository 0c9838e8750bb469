package dev.leveret.server.net;

import dev.leveret.server.config.ListenSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** The sockets that are listened on. */
public final class Listeners {

    private static final int READ_SIZE_MIN = 512;
    private static final int READ_SIZE_FIRST = 2 * 1024;
    private static final int READ_SIZE_MAX = 256 * 1024;

    private final List<Channel> sockets = new ArrayList<>();

    private Listeners() {}

    /**
     * Listens on all addresses of the settings.
     *
     * @throws IOException with a message that names the address, if one of them cannot be had
     */
    static Listeners open(NettyTransport transport, ListenSettings settings, ChannelHandler accepted)
            throws IOException {
        ServerBootstrap bootstrap = bootstrap(transport, settings, accepted);
        Listeners listeners = new Listeners();
        for (InetSocketAddress address : settings.addresses()) {
            ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
            if (!bound.isSuccess()) {
                listeners.close();
                throw new IOException("cannot listen on " + text(address) + ": " + reason(bound.cause())
                        + "; --port N, or listeners.tcp.default in a file, chooses another port", bound.cause());
            }
            listeners.sockets.add(bound.channel());
        }
        return listeners;
    }

    /** In the words of the operating system, without the call that Netty puts before them. */
    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
    }

    private static ServerBootstrap bootstrap(
            NettyTransport transport, ListenSettings settings, ChannelHandler accepted) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(transport.loops().getFirst(), transport.group())
                .channel(transport.serverSocket())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, settings.noDelay())
                .childOption(ChannelOption.SO_KEEPALIVE, settings.keepAlive())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(READ_SIZE_MIN, READ_SIZE_FIRST, READ_SIZE_MAX))
                .childHandler(accepted);
        if (settings.sendBuffer() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.sendBuffer());
        }
        if (settings.receiveBuffer() > 0) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, settings.receiveBuffer());
        }
        return bootstrap;
    }

    /** Where, with the ports that were picked. */
    public List<InetSocketAddress> addresses() {
        return sockets.stream().map(socket -> (InetSocketAddress) socket.localAddress()).toList();
    }

    /** Accepts nobody any more. */
    public void close() {
        sockets.forEach(socket -> socket.close().awaitUninterruptibly());
    }

    /** {@code 0.0.0.0:5672}, {@code 127.0.0.1:5672}, {@code [::1]:5672}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress() ? "0.0.0.0" : address.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
