package dev.leveret.server.net;

import dev.leveret.server.config.ListenSettings;
import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Opens the listening sockets of a broker.
 *
 * @param listeners where
 * @param connections who came
 * @param tls what encrypts connections, if there are listeners for TLS
 */
public record BrokerServer(Listeners listeners, Connections connections, Optional<TlsDoor> tls) {

    /** The timers of a real broker: the event loops' own. */
    public static final Function<EventLoop, Timers> NETTY_TIMERS = NettyTimers::new;

    /**
     * Starts to accept connections.
     *
     * @param loops those of the transport, in the same order
     * @param connections who will have come
     * @param tls if there are listeners for TLS
     * @throws IOException with a one-line message, if an address cannot be listened on
     */
    public static BrokerServer open(
            NettyTransport transport,
            BrokerLoops loops,
            Function<EventLoop, Timers> timers,
            BrokerServices services,
            Connections connections,
            Optional<TlsDoor> tls)
            throws IOException {
        List<EventLoop> eventLoops = transport.loops();
        Map<EventLoop, BrokerLoop> byEventLoop = new IdentityHashMap<>();
        for (int i = 0; i < eventLoops.size(); i++) {
            byEventLoop.put(eventLoops.get(i), loops.at(i));
        }
        ListenSettings settings = services.settings().listen();
        Reception reception = new Reception(
                byEventLoop, timers, services, connections, new Admissions(settings.admission()));
        return new BrokerServer(Listeners.open(transport, settings, reception, tls), connections, tls);
    }

    /**
     * Ends all connections.
     *
     * @param millis how long clients may take to answer connection.close
     */
    public void close(long millis) {
        listeners.close();
        connections.shutdown(millis);
        tls.ifPresent(TlsDoor::close);
    }
}
