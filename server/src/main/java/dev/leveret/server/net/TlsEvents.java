package dev.leveret.server.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind the encryption of a connection: how its handshake ends, how long that may take, and what goes wrong later. */
final class TlsEvents extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TlsEvents.class);

    private final String peer;
    private final long handshakeMillis;
    private final Timers timers;
    private Timers.Timer limit = () -> {};
    private boolean failed;

    /** @param peer for the log */
    TlsEvents(String peer, long handshakeMillis, Timers timers) {
        this.peer = peer;
        this.handshakeMillis = handshakeMillis;
        this.timers = timers;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        limit = timers.after(handshakeMillis, () -> fail(context, "no TLS handshake in " + handshakeMillis + " ms"));
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            limit.cancel();
            if (!handshake.isSuccess()) {
                fail(context, reason(handshake.cause()));
            }
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof DecoderException && cause.getCause() instanceof SSLException e) {
            fail(context, reason(e));
        } else if (cause instanceof SSLException) {
            fail(context, reason(cause));
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        limit.cancel();
        context.fireChannelInactive();
    }

    /** The first reason is the one; what follows comes of it. */
    private void fail(ChannelHandlerContext context, String reason) {
        if (!failed) {
            failed = true;
            LOG.warn("connection from {}: TLS failed: {}", peer, reason);
        }
        context.close();
    }

    /** One line, whatever the other side has put into an alert. */
    private static String reason(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
