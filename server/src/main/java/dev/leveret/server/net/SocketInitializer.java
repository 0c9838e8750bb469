package dev.leveret.server.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import java.util.Optional;

/**
 * Gives an accepted socket its connection.
 *
 * @see #initChannel
 */
final class SocketInitializer extends ChannelInitializer<Channel> {

    private final LoopChooser chooser;
    private final Reception reception;
    private final Optional<TlsDoor> tls;

    /** @param tls if the listener is one for TLS */
    SocketInitializer(LoopChooser chooser, Reception reception, Optional<TlsDoor> tls) {
        this.chooser = chooser;
        this.reception = reception;
        this.tls = tls;
    }

    @Override
    protected void initChannel(Channel socket) {
        // Order: before anything that may fail. The socket is closed then, and counts until it is.
        socket.closeFuture().addListener(closed -> chooser.left(socket.eventLoop()));
        reception.receive(socket, tls);
    }
}
