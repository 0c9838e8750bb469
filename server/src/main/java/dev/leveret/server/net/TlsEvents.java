package dev.leveret.server.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Behind the encryption of a connection: how its handshake ends, how long that may take, and what goes wrong later. */
final class TlsEvents extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(TlsEvents.class);

    /** In the JDK's exceptions, which say it in two ways. */
    private static final Pattern ALERT = Pattern.compile("(?:Received fatal alert|; Alert): ([a-z_0-9]+)");

    /** The alert of ours that the JDK puts before its reason. */
    private static final Pattern OWN_ALERT = Pattern.compile("^\\([a-z_0-9]+\\) ");

    private final TlsHandler handler;
    private final String peer;
    private final long handshakeMillis;
    private final Timers timers;
    private Timers.Timer limit = () -> {};
    private boolean failed;

    /**
     * Of a connection that a handler encrypts.
     *
     * @param peer for the log
     */
    TlsEvents(TlsHandler handler, String peer, long handshakeMillis, Timers timers) {
        this.handler = handler;
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
            if (isEndOfSocket(handshake.cause())) {
                left(context);
            } else if (!handshake.isSuccess()) {
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

    /** It may be noticed when Netty wants to write, and is the cause of what it says then. */
    private static boolean isEndOfSocket(Throwable cause) {
        return cause instanceof ClosedChannelException
                || cause instanceof SSLException && cause.getCause() instanceof IOException e && !(e instanceof SSLException);
    }

    /** The first reason is the one; what follows comes of it. */
    private void fail(ChannelHandlerContext context, String reason) {
        if (!failed) {
            failed = true;
            LOG.warn("connection from {}: TLS failed: {}", peer, reason);
        }
        context.close();
    }

    /** A look whether the port is open is not worth a line: those come every few seconds. */
    private void left(ChannelHandlerContext context) {
        if (handler.hasHeard()) {
            fail(context, "closed in the middle of the handshake");
        }
    }

    /**
     * One line, whatever the other side has put into an alert. A client of TLS 1.3 may send one in clear text when it does not trust
     * us; that there is one is in the causes alone then.
     */
    private static String reason(Throwable cause) {
        if (cause instanceof NotSslRecordException) {
            return "what the client sends is no TLS"; // Netty would have all of it in the line.
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            Matcher alert = ALERT.matcher(String.valueOf(each.getMessage()));
            if (alert.find()) {
                return "the client has sent the alert " + alert.group(1);
            }
        }
        String first = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return OWN_ALERT.matcher(first).replaceFirst("");
    }
}
