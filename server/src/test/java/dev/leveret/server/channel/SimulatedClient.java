package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.AddressCache;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.server.auth.Access;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.connection.ClientCapabilities;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.net.Outbox;
import dev.leveret.server.vhost.VirtualHost;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A connection without a socket: methods go to real channels, and what these write is decoded again into lines such as
 * {@code 1 basic.deliver c1 1 body}. Not a mock of anything but the socket and the handshake.
 */
final class SimulatedClient implements ConnectionContext, FrameHandler {

    private BrokerSettings settings = BrokerSettings.defaults();

    private final long id;
    private final BrokerLoop loop;
    private final VirtualHost vhost;
    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final Outbox outbox;
    private final RouteCache routes;
    private final AddressCache addresses = new AddressCache();
    private final FrameDecoder decoder = FrameDecoder.ofServerFrames(this, 0);
    private final Map<Integer, ChannelSession> channels = new TreeMap<>();
    private final List<Object> received = new ArrayList<>();
    private final List<AmqpError> errors = new ArrayList<>();
    private final SharedBacklog backlog = new SharedBacklog(this::pauseReading, this::resumeReading);
    private final Access access = Access.toEverything();
    private int paused;
    private boolean told = true;

    SimulatedClient(long id, BrokerLoop loop, VirtualHost vhost) {
        this.id = id;
        this.loop = loop;
        this.vhost = vhost;
        // What a test leaves unread in this socket is no leak of the broker's.
        socket.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        this.outbox = new Outbox(socket, loop::flushLater);
        this.routes = new RouteCache(vhost, loop);
    }

    /** A client that cannot be told of cancelled consumers. */
    SimulatedClient withoutCancelNotify() {
        told = false;
        return this;
    }

    /** Its broker has this setting, and otherwise those that nobody has changed. */
    SimulatedClient with(String key, String value) {
        var raw = new RawSettings();
        raw.set(key, value, "test");
        settings = SettingsReader.read(raw);
        return this;
    }

    // ---- what the client does; on the connection's loop ----

    void open(int channel) {
        channels.put(channel, new ChannelSession(this, channel));
    }

    void send(int channel, ToChannel method) {
        try {
            channels.get(channel).handle(method);
        } catch (AmqpException e) {
            failed(channel, e.error().at(method.id()));
        }
    }

    void publish(int channel, String exchange, String key, String body) {
        publish(channel, exchange, key, body, false, BasicProperties.EMPTY);
    }

    void publish(int channel, String exchange, String key, String body, boolean mandatory, BasicProperties properties) {
        Address address = address(exchange, key);
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        send(channel, new BasicMethod.Publish(address, mandatory, false));
        content(channel, () -> channels.get(channel).contentHeader(60, bytes.length, ContentHeader.of(properties)));
        if (bytes.length > 0) {
            content(channel, () -> channels.get(channel).body(bytes));
        }
    }

    void content(int channel, Runnable frame) {
        try {
            frame.run();
        } catch (AmqpException e) {
            failed(channel, e.error());
        }
    }

    ChannelSession channel(int number) {
        return channels.get(number);
    }

    private Address address(String exchange, String key) {
        ByteBuf wire = Unpooled.wrappedBuffer(Address.of(exchange, key).wire());
        return addresses.lookup(wire);
    }

    /** The connection goes; the task runs when its queues and channels have let go. */
    void close(Runnable done) {
        int[] left = {channels.size() + 1};
        Runnable one = () -> {
            if (--left[0] == 0) {
                vhost.connectionClosed(this, done);
            }
        };
        channels.values().forEach(channel -> channel.connectionClosing(one));
        one.run();
    }

    private void failed(int channel, AmqpError error) {
        errors.add(error);
        if (error.code().scope() == ReplyCode.Scope.CHANNEL) {
            channels.get(channel).connectionClosing(() -> {});
        } else {
            channels.values().forEach(each -> each.connectionClosing(() -> {}));
        }
    }

    // ---- what the client has received ----

    /** The frames that have come since the last look, one line each; a message is one line with its body. */
    List<String> received() {
        readSocket();
        List<String> lines = received.stream().map(Object::toString).toList();
        received.clear();
        return lines;
    }

    /** The errors since the last look, as {@code code text at class.method}. */
    List<String> errors() {
        List<String> lines = errors.stream()
                .map(e -> e.code().code() + " " + e.replyText() + " at " + e.classId() + "." + e.methodId())
                .toList();
        errors.clear();
        return lines;
    }

    /** Whether the socket takes what it is given, from now on. */
    void writable(boolean takes) {
        socket.unsafe().outboundBuffer().setUserDefinedWritability(1, takes);
        outbox.turnEnds(); // as the socket's handler would have it
    }

    boolean isPaused() {
        return paused > 0;
    }

    private void readSocket() {
        for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
            decoder.feed(out);
            out.release();
        }
    }

    @Override
    public void protocolHeader(boolean supported) {
        throw new AssertionError("a protocol header");
    }

    @Override
    public void method(int channel, int methodId, ArgumentReader arguments) {
        received.add(new Line(channel, MethodDecoder.fromServer(methodId, arguments)));
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        last().header = header;
    }

    @Override
    public void body(int channel, byte[] chunk) {
        last().body.append(new String(chunk, StandardCharsets.UTF_8));
    }

    @Override
    public void heartbeat(int channel) {
        throw new AssertionError("a heartbeat");
    }

    @Override
    public boolean stopped() {
        return false;
    }

    private Line last() {
        return (Line) received.get(received.size() - 1);
    }

    private static final class Line {

        private final int channel;
        private final Method method;
        private final StringBuilder body = new StringBuilder();
        private ContentHeader header;

        Line(int channel, Method method) {
            this.channel = channel;
            this.method = method;
        }

        @Override
        public String toString() {
            return channel + " " + switch (method) {
                case BasicMethod.Deliver d ->
                    "deliver " + d.consumerTag() + " " + d.deliveryTag() + (d.redelivered() ? " again " : " ") + body;
                case BasicMethod.GetOk g ->
                    "get-ok " + g.deliveryTag() + (g.redelivered() ? " again " : " ") + body + ", " + g.messageCount()
                            + " left";
                case BasicMethod.Return r -> "return " + r.replyCode() + " " + r.replyText() + " " + body;
                case BasicMethod.Ack a -> (a.multiple() ? "ack to " : "ack ") + a.deliveryTag();
                case BasicMethod.Nack n -> (n.multiple() ? "nack to " : "nack ") + n.deliveryTag();
                default -> method.toString();
            };
        }
    }

    /** The reply-to property of the last message that has come. */
    String lastReplyTo() {
        readSocket();
        return last().header.properties().replyTo();
    }

    // ---- what a channel sees ----

    @Override
    public SharedBacklog backlog() {
        return backlog;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String name() {
        return "client " + id;
    }

    @Override
    public BrokerLoop loop() {
        return loop;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public VirtualHost vhost() {
        return vhost;
    }

    @Override
    public RouteCache routes() {
        return routes;
    }

    @Override
    public String user() {
        return "guest";
    }

    @Override
    public Access access() {
        return access;
    }

    @Override
    public ClientCapabilities capabilities() {
        return new ClientCapabilities(told, true, true, true, true);
    }

    @Override
    public FrameLimits limits() {
        return new FrameLimits(4096, 0, 0);
    }

    @Override
    public BrokerSettings settings() {
        return settings;
    }

    @Override
    public void channelFailed(int channel, AmqpException error) {
        failed(channel, error.error());
    }

    @Override
    public void channelClosed(int channel) {
        channels.remove(channel);
    }

    @Override
    public void pauseReading() {
        paused++;
    }

    @Override
    public void resumeReading() {
        paused--;
    }

    @Override
    public void publishSeen() {
        // There are no alarms.
    }

    @Override
    public void requireRoom() {
        // There always is.
    }
}
