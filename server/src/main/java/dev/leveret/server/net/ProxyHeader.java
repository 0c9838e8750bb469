package dev.leveret.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProtocolException;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header of the PROXY protocol, which says between whom a proxy has made a connection; the bytes behind it are
 * those of whoever comes next in the pipeline. Source: HAProxy's document "The PROXY protocol, versions 1 & 2".
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(ProxyHeader.class);

    /** What a proxy may add to the addresses, in bytes; nothing of it is used here. */
    private static final int EXTENSIONS_SIZE_MAX = 2 * 1024;

    private static final int VERSION_1_START = 'P';
    private static final int VERSION_2_START = '\r';

    private final InetSocketAddress proxy;
    private final InetSocketAddress here;
    private final BiConsumer<InetSocketAddress, InetSocketAddress> ends;
    private final Timers.Timer limit;
    private boolean failed;

    private ProxyHeader(
            InetSocketAddress proxy, InetSocketAddress here, BiConsumer<InetSocketAddress, InetSocketAddress> ends,
            Timers.Timer limit) {
        this.proxy = proxy;
        this.here = here;
        this.ends = ends;
        this.limit = limit;
    }

    /**
     * Waits for a header.
     *
     * @param proxy the other end of the socket
     * @param here our end of it
     * @param millis how long
     * @param ends told of both ends, the client's first, when it has come; it may add to the pipeline then
     */
    static void addTo(
            ChannelPipeline pipeline, InetSocketAddress proxy, InetSocketAddress here, Timers timers, long millis,
            BiConsumer<InetSocketAddress, InetSocketAddress> ends) {
        Timers.Timer limit = timers.after(millis, () -> {
            LOG.warn("connection from {}: no PROXY header in {} ms, closed", Listeners.text(proxy), millis);
            pipeline.channel().close();
        });
        pipeline.addLast(new FirstOctet(), new HAProxyMessageDecoder(EXTENSIONS_SIZE_MAX, true),
                new ProxyHeader(proxy, here, ends, limit));
    }

    /** Turns away at once whoever speaks without a proxy; the decoder would wait for the end of a line. */
    private static final class FirstOctet extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object received) {
            ByteBuf in = (ByteBuf) received;
            int first = in.isReadable() ? in.getByte(in.readerIndex()) : VERSION_1_START;
            if (first != VERSION_1_START && first != VERSION_2_START) {
                in.release(); // Owned: by this method, as nobody else gets it.
                context.fireExceptionCaught(new HAProxyProtocolException("something else has come"));
                return;
            }
            if (in.isReadable()) {
                context.pipeline().remove(this);
            }
            context.fireChannelRead(in);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object received) throws UnknownHostException {
        HAProxyMessage header = (HAProxyMessage) received;
        limit.cancel();
        if (failed) {
            header.release(); // Owned: by this method. The decoder goes on behind what was wrong when the socket is closed.
            return;
        }
        InetSocketAddress peer = proxy;
        InetSocketAddress local = here;
        try {
            AddressFamily family = header.proxiedProtocol().addressFamily();
            boolean isInternet = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
            if (header.command() == HAProxyCommand.PROXY && isInternet) {
                peer = address(header.sourceAddress(), header.sourcePort());
                local = address(header.destinationAddress(), header.destinationPort());
            }
        } finally {
            header.release(); // Owned: by this method.
        }
        ends.accept(peer, local);
        context.pipeline().remove(this);
    }

    /** Without asking any name server. */
    private static InetSocketAddress address(String numbers, int port) throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(NetUtil.createByteArrayFromIpAddressString(numbers)), port);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        limit.cancel();
        context.fireChannelInactive();
    }

    /** The first reason is the one: what follows comes of it. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("connection from {}: {}", Listeners.text(proxy), cause.toString());
        } else if (!failed) {
            LOG.warn("connection from {}: closed, since it does not begin with a valid PROXY header", Listeners.text(proxy));
        }
        failed = true;
        context.close();
    }
}
