package dev.leveret.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a listener rest that cannot accept, as when the process has no file left for another socket. Who wants to come in
 * waits in the kernel meanwhile; trying over and over again would keep a processor busy in vain. One for each listener, on
 * its loop.
 */
final class AcceptPause extends ChannelInboundHandlerAdapter {

    static final long FIRST_MILLIS = 100;
    static final long LONGEST_MILLIS = 3_200;

    /** So long without a failure and it is over. Short of that each socket that ends lets one in and fails with the next. */
    static final long CALM_MILLIS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(AcceptPause.class);

    private final Timers timers;
    private long restMillis = FIRST_MILLIS;
    private boolean failing;
    private Timers.Timer calm = () -> {};

    AcceptPause(Timers timers) {
        this.timers = timers;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        Channel listener = context.channel();
        if (!failing) {
            failing = true;
            LOG.warn("no connection can be accepted on {}: {}; it is tried again and again", text(listener), cause.getMessage());
        }
        calm.cancel();
        listener.config().setAutoRead(false);
        timers.after(restMillis, () -> resume(listener));
        restMillis = Math.min(2 * restMillis, LONGEST_MILLIS);
    }

    private void resume(Channel listener) {
        calm = timers.after(CALM_MILLIS, () -> {
            failing = false;
            restMillis = FIRST_MILLIS;
            LOG.info("connections are accepted again on {}", text(listener));
        });
        listener.config().setAutoRead(true); // Order: last. It may fail at once.
    }

    private static String text(Channel listener) {
        return listener.localAddress() instanceof InetSocketAddress address ? Listeners.text(address) : "a closed listener";
    }
}
