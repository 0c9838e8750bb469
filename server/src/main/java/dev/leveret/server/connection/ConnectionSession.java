package dev.leveret.server.connection;

import static dev.leveret.amqp.error.AmqpException.connectionForced;
import static dev.leveret.amqp.error.AmqpException.internalError;
import static dev.leveret.amqp.error.AmqpException.resourceError;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.method.ToConnection;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.server.auth.Access;
import dev.leveret.server.auth.PeerCertificate;
import dev.leveret.server.channel.ChannelSession;
import dev.leveret.server.channel.RouteCache;
import dev.leveret.server.channel.SharedBacklog;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.ConnectionFacts;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.vhost.VirtualHost;
import java.net.InetAddress;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection: its state, and who handles what comes in it. Owned by its loop.
 *
 * <p>The state is looked at before the method is, and the direction is in the type. Errors are thrown by whoever finds
 * them, caught here, and answered by {@link Closing} alone.
 */
public final class ConnectionSession implements FrameHandler, ConnectionContext {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSession.class);

    /** Room to ask for ahead of a method; the outbox's buffer grows if one is larger. */
    private static final int METHOD_SIZE = 512;

    private final long id;
    private final String name;
    private final ConnectionTransport transport;
    private final BrokerServices services;
    private final FrameDecoder decoder = new FrameDecoder(this, FrameLimits.FRAME_MAX_BEFORE_TUNE);
    private final Counted counted;
    private final ChannelTable channels;
    private final long acceptedMillis;
    private final ConnectionLog log;
    private final Handshake handshake;
    private final Heartbeats heartbeats;
    private final PublisherBlocking blocking;
    private final Closing closing;
    private final ChannelDispatch dispatch;
    private final ConnectionDispatch methods;

    private final SharedBacklog backlog = new SharedBacklog(this::pauseReading, this::resumeReading);

    private ConnectionState state = ConnectionState.GREETING;
    private boolean publishes;
    private boolean declares;
    private long receivedBytes;
    private long reads;

    public ConnectionSession(long id, ConnectionTransport transport, BrokerServices services) {
        this.id = id;
        this.name = transport.name();
        this.log = new ConnectionLog(id, name);
        this.acceptedMillis = transport.loop().nowMillis();
        this.transport = transport;
        this.services = services;
        this.counted = new Counted(services.limits());
        this.channels = new ChannelTable(counted::closeChannel);
        this.blocking = new PublisherBlocking(services.alarms(), transport.timers(), this);
        this.closing = new Closing(this, channels, services.settings().timeouts(), transport.timers());
        this.dispatch = new ChannelDispatch(this, channels, closing);
        this.heartbeats = new Heartbeats(transport.timers(), transport.outbox(), transport.reading(), this::silent);
        this.handshake = new Handshake(this, services, transport.timers());
        this.methods = new ConnectionDispatch(this, handshake, closing);
    }

    // What the socket brings

    /** Cuts what comes into frames, for this session to handle. */
    public FrameDecoder decoder() {
        return decoder;
    }

    /** So many bytes have come in one read; whatever they are, the client is alive. */
    public void heard(int bytes) {
        declares = false;
        receivedBytes += bytes;
        reads++;
        heartbeats.heard();
    }

    /** The bytes that came are no frames, or frames where none can be. */
    public void frameFailed(AmqpException e) {
        if (decoder.isLost()) {
            closing.lost(e.error());
        } else {
            closing.failed(0, e.error());
        }
    }

    /** A defect of ours: it costs this connection and no other. */
    public void crashed(RuntimeException e) {
        LOG.error("connection {}: a defect ends it", name, e);
        closing.failed(0, internalError("a defect of the broker; its log says more").error());
    }

    /** Whether anything was ever published over it. */
    public boolean publishes() {
        return publishes;
    }

    /** Whether what has come since {@link #heard} may stay in memory: a publisher's, or something that is opened or declared. */
    public boolean fillsMemory() {
        return publishes || declares;
    }

    /** The socket is closed, by whomever. */
    public void socketClosed() {
        boolean expected = state.isEnding();
        handshake.stop();
        heartbeats.stop();
        blocking.stop();
        closing.socketClosed();
        if (expected) {
            log.closed();
        } else {
            log.lost("client unexpectedly closed TCP connection");
        }
    }

    /** The socket is closed, and what the connection held is given back. */
    void ended() {
        if (events().wanted()) {
            events().emit(loop(), new BrokerEvent.ConnectionClosed(facts()));
        }
    }

    ConnectionLog log() {
        return log;
    }

    BrokerEvents events() {
        return services.virtualHosts().events();
    }

    /** What is known of it now, for the event exchange. */
    ConnectionFacts facts() {
        return new ConnectionFacts(
                id, name, transport.peer(), transport.local(), acceptedMillis, handshake.clientProperties(),
                handshake.mechanism(), certificate().session());
    }

    /** What it is and has now. On its loop. */
    public ConnectionReport report() {
        VirtualHost host = handshake.virtualHost();
        return new ConnectionReport(
                facts(),
                blocking.word(state, publishes && transport.reading().isPaused()),
                handshake.user(),
                host == null ? "" : host.name(),
                handshake.limits(),
                traffic(),
                channels.sessions().stream().map(ChannelSession::report).toList());
    }

    private ConnectionReport.Traffic traffic() {
        Outbox outbox = transport.outbox();
        return new ConnectionReport.Traffic(
                receivedBytes, reads, outbox.sentBytes(), outbox.writes(), outbox.pendingBytes());
    }

    /** The broker stops: the client is told. */
    public void shutdown() {
        if (state == ConnectionState.OPENING || state == ConnectionState.RUNNING) {
            log.closedFor("the broker stops");
            closing.failed(0, connectionForced("broker forced connection closure with reason 'shutdown'").error());
        } else if (!state.isEnding()) {
            drop();
        }
    }

    @Override
    public void protocolHeader(boolean supported) {
        handshake.greet(supported);
    }

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        try {
            if (channel == 0) {
                methods.method(id, arguments);
            } else {
                dispatch.method(channel, id, arguments);
            }
        } catch (AmqpException e) {
            closing.failed(channel, e.error().at(id));
        }
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        try {
            dispatch.contentHeader(channel, classId, bodySize, header);
        } catch (AmqpException e) {
            closing.failed(channel, e.error());
        }
    }

    @Override
    public void body(int channel, byte[] chunk) {
        try {
            dispatch.body(channel, chunk);
        } catch (AmqpException e) {
            closing.failed(channel, e.error());
        }
    }

    @Override
    public void heartbeat(int channel) {
        // Any bytes count as one: see received.
    }

    @Override
    public boolean stopped() {
        return state == ConnectionState.CLOSED;
    }

    /** A method that had to wait comes to its turn. */
    void resume(ToConnection method) {
        methods.resume(method);
    }

    private void silent() {
        log.givenUp("missed heartbeats from client, timeout: " + handshake.limits().heartbeatSeconds() + "s");
        drop();
    }

    // What the connection's parts ask of it

    ConnectionState state() {
        return state;
    }

    boolean isRunning() {
        return state == ConnectionState.RUNNING;
    }

    void enter(ConnectionState next) {
        state = next;
        if (next.isEnding()) {
            handshake.stop();
            heartbeats.stop();
            transport.reading().force();
            counted.end();
        }
    }

    /** It among those of its user and its virtual host. */
    Counted counted() {
        return counted;
    }

    /** tune-ok has come. */
    void tuned(FrameLimits limits) {
        decoder.setFrameMax(limits.frameMax());
        heartbeats.start(limits.heartbeatSeconds());
    }

    void send(FromServer method) {
        send(0, method);
    }

    void send(int channel, FromServer method) {
        FrameWriter.method(transport.outbox().reserve(METHOD_SIZE), channel, method);
    }

    /** Ends the connection for a reason that is none of the client's: 320. */
    void force(String format, Object... arguments) {
        closing.failed(0, connectionForced(format, arguments).error());
    }

    /** Ends the connection with 320 if it is one of these. */
    public void forceIf(Predicate<ConnectionContext> which, String reason) {
        if (!state.isEnding() && which.test(this)) {
            force("%s", reason);
        }
    }

    /** What has come of bodies that are not complete, on all channels, in bytes. */
    long unfinishedBytes() {
        return channels.sessions().stream().mapToLong(ChannelSession::unfinishedBytes).sum();
    }

    /** Closes the socket without another word. */
    public void drop() {
        enter(ConnectionState.CLOSED);
        transport.outbox().closeNow();
    }

    InetAddress peer() {
        return transport.peer().getAddress();
    }

    /** What the client has proven by TLS. */
    PeerCertificate certificate() {
        return transport.certificate();
    }

    Admission admission() {
        return transport.admission();
    }

    VirtualHost virtualHostOrNull() {
        return handshake.virtualHost();
    }

    // What a channel sees

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BrokerLoop loop() {
        return transport.loop();
    }

    @Override
    public Outbox outbox() {
        return transport.outbox();
    }

    @Override
    public VirtualHost vhost() {
        return handshake.virtualHost();
    }

    @Override
    public RouteCache routes() {
        return handshake.routes();
    }

    @Override
    public String user() {
        return handshake.user();
    }

    @Override
    public Access access() {
        return handshake.access();
    }

    @Override
    public ClientCapabilities capabilities() {
        return handshake.capabilities();
    }

    @Override
    public FrameLimits limits() {
        return handshake.limits();
    }

    @Override
    public BrokerSettings settings() {
        return services.settings();
    }

    @Override
    public void channelFailed(int channel, AmqpException error) {
        closing.failed(channel, error.error());
    }

    @Override
    public void channelClosed(int channel) {
        channels.remove(channel);
    }

    @Override
    public void pauseReading() {
        transport.reading().pause();
    }

    @Override
    public void resumeReading() {
        transport.reading().resume();
    }

    @Override
    public SharedBacklog backlog() {
        return backlog;
    }

    @Override
    public void publishSeen() {
        publishes = true;
        blocking.publishSeen();
    }

    @Override
    public void requireRoom() {
        declares = true;
        if (services.alarms().isMemoryFull()) {
            throw resourceError("memory of the node is full, nothing more can be opened or declared");
        }
    }
}
