package dev.leveret.server.net;

import dev.leveret.server.config.ListenSettings;
import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.connection.ConnectionSession;
import dev.leveret.server.connection.ConnectionTransport;
import dev.leveret.server.auth.PeerCertificate;
import dev.leveret.server.loop.BrokerLoop;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes connections of accepted sockets, for all listeners of a broker.
 *
 * @param loops by the event loops of their sockets
 * @param timers of an event loop
 */
record Reception(
        Map<EventLoop, BrokerLoop> loops,
        Function<EventLoop, Timers> timers,
        BrokerServices services,
        Connections connections,
        Admissions admissions) {

    /** @param tls if the socket came by a listener for TLS */
    void receive(Channel socket, Optional<TlsDoor> tls) {
        ReadSizes sizes = new ReadSizes();
        socket.config().setRecvByteBufAllocator(sizes);
        Admissions.Seat seat = admissions.take(socket);
        socket.closeFuture().addListener(closed -> seat.leave());
        Outbox outbox = new Outbox(socket, loop(socket)::flushLater, Outbox.STRANGER_CHUNK_SIZE);
        seat.onEnter(() -> {
            sizes.lift();
            outbox.growChunks();
        });
        Guest guest = new Guest(socket, outbox, seat, tls);
        InetSocketAddress peer = (InetSocketAddress) socket.remoteAddress();
        InetSocketAddress local = (InetSocketAddress) socket.localAddress();
        if (peer == null || local == null) {
            socket.close(); // has gone already
            return;
        }
        ListenSettings settings = services.settings().listen();
        if (settings.proxyProtocol()) {
            long millis = services.settings().timeouts().handshakeMillis();
            ProxyHeader.addTo(socket.pipeline(), peer, local, timers.apply(socket.eventLoop()), millis,
                    (client, toldEnd) -> connect(guest, client, toldEnd));
        } else {
            connect(guest, peer, local);
        }
    }

    /** A socket whose ends are not known yet. */
    private record Guest(Channel socket, Outbox outbox, Admissions.Seat seat, Optional<TlsDoor> tls) {}

    private void connect(Guest guest, InetSocketAddress peer, InetSocketAddress local) {
        Channel socket = guest.socket();
        if (!guest.seat().from(peer.getAddress())) {
            socket.close();
            return;
        }
        BrokerLoop loop = loop(socket);
        Timers ownTimers = timers.apply(socket.eventLoop());
        PeerCertificate certificate = guest.tls()
                .map(door -> door.addTo(socket.pipeline(), Listeners.text(peer), ownTimers))
                .orElse(PeerCertificate.NONE);
        ConnectionTransport transport = new ConnectionTransport(loop, ownTimers, guest.outbox(),
                new ReadSwitch(socket), peer, local, certificate, guest.seat());
        ConnectionSession session = new ConnectionSession(connections.nextId(), transport, services);
        connections.add(session);
        socket.closeFuture().addListener(closed -> connections.remove(session));
        socket.pipeline().addLast(new InboundHandler(session, guest.outbox(), loop.gate(), services.intake()));
    }

    private BrokerLoop loop(Channel socket) {
        return loops.get(socket.eventLoop());
    }
}
