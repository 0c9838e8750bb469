package dev.leveret.server.net;

import dev.leveret.server.config.ListenSettings;
import dev.leveret.server.config.SocketSettings;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The sockets that are listened on. */
public final class Listeners {

    /** A socket that is to be there again. */
    private record Place(List<Channel> among, ServerBootstrap bootstrap, InetSocketAddress address) {}

    private final List<Channel> sockets = new CopyOnWriteArrayList<>();
    private final List<Channel> tlsSockets = new CopyOnWriteArrayList<>();
    private final Map<List<Channel>, ServerBootstrap> bootstraps = new IdentityHashMap<>();
    private final List<Place> paused = new ArrayList<>();
    private final ListenSettings settings;

    private Listeners(ListenSettings settings) {
        this.settings = settings;
    }

    /**
     * Listens on all addresses of the settings.
     *
     * @param tls if some of them are for TLS
     * @throws IOException with a message that names the address, if one of them cannot be had
     */
    static Listeners open(NettyTransport transport, ListenSettings settings, Reception reception, Optional<TlsDoor> tls)
            throws IOException {
        Listeners listeners = new Listeners(settings);
        listeners.open(settings.addresses(), listeners.sockets,
                bootstrap(transport, settings.sockets(), reception, Optional.empty()));
        if (tls.isPresent()) {
            listeners.open(settings.tlsAddresses(), listeners.tlsSockets,
                    bootstrap(transport, settings.sockets(), reception, tls));
        }
        return listeners;
    }

    private void open(List<InetSocketAddress> addresses, List<Channel> opened, ServerBootstrap bootstrap) throws IOException {
        bootstraps.put(opened, bootstrap);
        try {
            for (InetSocketAddress address : distinct(addresses)) {
                opened.add(bind(bootstrap, address));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Channel bind(ServerBootstrap bootstrap, InetSocketAddress address) throws IOException {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw refused(settings, address, bound.cause());
        }
        return bound.channel();
    }

    /** Accepts nobody until {@link #resume}. */
    public synchronized void pause() {
        for (List<Channel> open : List.of(sockets, tlsSockets)) {
            addresses(open).forEach(address -> paused.add(new Place(open, bootstraps.get(open), address)));
        }
        close();
        sockets.clear();
        tlsSockets.clear();
    }

    /**
     * Listens again where it did before {@link #pause}, on the same ports.
     *
     * @throws IOException as of {@link #open}; the next call tries again
     */
    public synchronized void resume() throws IOException {
        for (Place place : List.copyOf(paused)) {
            place.among().add(bind(place.bootstrap(), place.address()));
            paused.remove(place);
        }
    }

    /** Whether it has been told to accept nobody. */
    public synchronized boolean isPaused() {
        return !paused.isEmpty();
    }

    /**
     * Tries whether all addresses can be had, before anything else is done that would have to be undone.
     *
     * @throws IOException as of {@link #open}
     */
    public static void probe(ListenSettings settings) throws IOException {
        List<Socket> taken = new ArrayList<>();
        try {
            for (InetSocketAddress address : distinct(settings.allAddresses())) {
                taken.add(take(settings, address));
            }
        } finally {
            for (Socket socket : taken) {
                socket.close();
            }
        }
    }

    /** Bound, but nobody listens: a client that comes so early is refused and tries again, instead of being taken and dropped. */
    private static Socket take(ListenSettings settings, InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw refused(settings, address, e);
        }
    }

    /** A socket for all addresses of IPv6 takes those of IPv4 as well: where both are asked for, one is enough. */
    private static List<InetSocketAddress> distinct(List<InetSocketAddress> addresses) {
        return addresses.stream()
                .filter(address -> !(isAny(address, Inet4Address.class) && addresses.stream().anyMatch(other ->
                        isAny(other, Inet6Address.class) && other.getPort() == address.getPort())))
                .toList();
    }

    private static boolean isAny(InetSocketAddress address, Class<? extends InetAddress> kind) {
        return address.getAddress().isAnyLocalAddress() && kind.isInstance(address.getAddress());
    }

    /** Names the setting that asks for the address, or the one that could if none does. */
    private static IOException refused(ListenSettings settings, InetSocketAddress address, Throwable cause) {
        String origin = settings.origins().get(address);
        String problem = "cannot listen on " + text(address) + ": " + reason(cause);
        return new IOException(origin == null
                ? problem + "; --port N, or listeners.tcp.default in a file, chooses another port"
                : origin + ": " + problem, cause);
    }

    /** In the words of the operating system, without the call that Netty puts before them, unless there are plainer ones. */
    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        String words = message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
        return switch (words) {
            case "Cannot assign requested address" -> "no such address of this machine";
            case "Address already in use" -> "address in use";
            default -> words;
        };
    }

    private static ServerBootstrap bootstrap(
            NettyTransport transport, SocketSettings settings, Reception reception, Optional<TlsDoor> tls) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(transport.loops().getFirst(), transport.group())
                .channel(transport.serverSocket())
                .option(ChannelOption.SO_BACKLOG, settings.backlog())
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, settings.noDelay())
                .childOption(ChannelOption.SO_KEEPALIVE, settings.keepAlive())
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK)
                .handler(new ListenerInitializer(reception.timers()))
                .childHandler(new SocketInitializer(transport.chooser(), reception, tls));
        if (settings.sendBuffer() > 0) {
            bootstrap.childOption(ChannelOption.SO_SNDBUF, settings.sendBuffer());
        }
        if (settings.receiveBuffer() > 0) {
            bootstrap.childOption(ChannelOption.SO_RCVBUF, settings.receiveBuffer());
        }
        return bootstrap;
    }

    /** Where plain connections are taken, with the ports that were picked. */
    public List<InetSocketAddress> addresses() {
        return addresses(sockets);
    }

    /** The same for TLS. */
    public List<InetSocketAddress> tlsAddresses() {
        return addresses(tlsSockets);
    }

    private static List<InetSocketAddress> addresses(List<Channel> sockets) {
        return sockets.stream().map(socket -> (InetSocketAddress) socket.localAddress()).toList();
    }

    /** Accepts nobody any more. */
    public void close() {
        Stream.of(sockets, tlsSockets).flatMap(List::stream).forEach(socket -> socket.close().awaitUninterruptibly());
    }

    /** {@code 127.0.0.1}, {@code ::1}: as RFC 5952 has it, and RabbitMQ. */
    public static String host(InetAddress address) {
        // Netty's class looks at all interfaces of the machine when it is loaded: 70 ms of CPU that IPv4 need not spend.
        return address instanceof Inet4Address ? address.getHostAddress() : NetUtil.toAddressString(address);
    }

    /** {@code [::]:5672}, which takes IPv4 as well; {@code 127.0.0.1:5672}, {@code [::1]:5672}. */
    public static String text(InetSocketAddress address) {
        String host = address.getAddress().isAnyLocalAddress() ? "::" : host(address.getAddress());
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort();
    }
}
