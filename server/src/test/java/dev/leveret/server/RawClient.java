package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.amqp.value.Opaque;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.Consumer;

/** A client that sends whatever it is told, frame by frame, and waits at most ten seconds for anything. */
public final class RawClient implements AutoCloseable, FrameHandler {

    /** Says that it can take everything that RabbitMQ's own clients can. */
    public static final FieldTable CAPABLE = FieldTable.of("capabilities", new FieldValue.Table(
            FieldTable.builder()
                    .put("authentication_failure_close", true)
                    .put("connection.blocked", true)
                    .put("consumer_cancel_notify", true)
                    .build()));

    private static final int PATIENCE_MILLIS = 10_000;

    /** What came on a channel. */
    public record Received(int channel, FromServer method) {}

    private final Socket socket;
    private final FrameDecoder decoder = FrameDecoder.ofServerFrames(this, 0);
    private final ArrayDeque<Received> methods = new ArrayDeque<>();
    private int heartbeats;

    private RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    /** A socket, nothing sent. */
    public static RawClient connect(int port) {
        try {
            return new RawClient(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As far as connection.start. */
    public static RawClient greeted(int port) {
        RawClient client = connect(port);
        client.frames(FrameWriter::protocolHeader);
        client.expect(0, ConnectionMethod.Start.class);
        return client;
    }

    /** As far as connection.tune. */
    public static RawClient authenticated(int port) {
        RawClient client = greeted(port);
        client.send(0, startOk(CAPABLE, "PLAIN", "\0guest\0guest"));
        client.expect(0, ConnectionMethod.Tune.class);
        return client;
    }

    /** An open connection without heartbeats. */
    public static RawClient opened(int port) {
        return opened(port, new ConnectionMethod.TuneOk(2047, 131072, 0));
    }

    /** An open connection with these limits. */
    public static RawClient opened(int port, ConnectionMethod.TuneOk limits) {
        RawClient client = authenticated(port);
        client.send(0, limits);
        client.send(0, new ConnectionMethod.Open("/"));
        client.expect(0, ConnectionMethod.OpenOk.class);
        return client;
    }

    /** As far as connection.open, as a user and to a virtual host; what is answered is still to come. */
    public static RawClient opening(int port, String user, String password, String vhost) {
        RawClient client = greeted(port);
        client.send(0, startOk(CAPABLE, "PLAIN", "\0" + user + "\0" + password));
        client.expect(0, ConnectionMethod.Tune.class);
        client.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
        client.send(0, new ConnectionMethod.Open(vhost));
        return client;
    }

    /** An open connection of a user to a virtual host, with channel 1. */
    public static RawClient opened(int port, String user, String password, String vhost) {
        RawClient client = opening(port, user, password, vhost);
        client.expect(0, ConnectionMethod.OpenOk.class);
        return client.openChannel(1);
    }

    public static ConnectionMethod.StartOk startOk(FieldTable properties, String mechanism, String response) {
        return new ConnectionMethod.StartOk(
                properties, mechanism, new Opaque(response.getBytes(StandardCharsets.UTF_8)), "en_US");
    }

    public RawClient openChannel(int channel) {
        send(channel, new ChannelMethod.Open());
        expect(channel, ChannelMethod.OpenOk.class);
        return this;
    }

    public void send(int channel, Method method) {
        frames(out -> FrameWriter.method(out, channel, method));
    }

    /** Sends what the writer writes. */
    public void frames(Consumer<ByteBuf> writer) {
        ByteBuf out = Unpooled.buffer();
        writer.accept(out);
        try {
            socket.getOutputStream().write(out.array(), 0, out.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends bytes given as numbers. */
    public void bytes(int... octets) {
        frames(out -> {
            for (int octet : octets) {
                out.writeByte(octet);
            }
        });
    }

    /** The next method, on whatever channel; null at the end of the connection. */
    public Received receive() {
        while (methods.isEmpty()) {
            byte[] bytes = read();
            if (bytes.length == 0) {
                return null;
            }
            decoder.feed(Unpooled.wrappedBuffer(bytes));
        }
        return methods.poll();
    }

    /** The next method must be one of this kind on this channel. */
    public <M extends FromServer> M expect(int channel, Class<M> kind) {
        Received received = receive();
        assertNotNull(received, () -> "connection closed while waiting for " + kind.getSimpleName());
        assertEquals(channel, received.channel(), () -> "channel of " + received);
        return assertInstanceOf(kind, received.method());
    }

    /** The next method must close the connection with these words, blaming this method (0: none). */
    public void expectConnectionClose(int code, String text, int methodId) {
        assertEquals(
                new ConnectionMethod.Close(code, text, methodId >>> 16, methodId & 0xffff),
                expect(0, ConnectionMethod.Close.class));
    }

    /** The next method must close the channel with these words, blaming this method. */
    public void expectChannelClose(int channel, int code, String text, int methodId) {
        assertEquals(
                new ChannelMethod.Close(code, text, methodId >>> 16, methodId & 0xffff),
                expect(channel, ChannelMethod.Close.class));
    }

    /** Nothing may come any more but the end. */
    public void expectEnd() {
        assertNull(receive());
    }

    /** Waits until the server has handled all that was sent before, which must still work. */
    public void roundTrip(int channel) {
        send(channel, new BasicMethod.Qos(0, 0, false));
        expect(channel, BasicMethod.QosOk.class);
    }

    /** Reads until so many heartbeats have come in all. */
    public void awaitHeartbeats(int count) {
        while (heartbeats < count) {
            byte[] bytes = read();
            assertNotNull(bytes.length == 0 ? null : bytes, "connection closed while waiting for a heartbeat");
            decoder.feed(Unpooled.wrappedBuffer(bytes));
        }
    }

    public int heartbeats() {
        return heartbeats;
    }

    /** The bytes that are there, or none at the end of the connection. */
    public byte[] read() {
        byte[] buffer = new byte[8192];
        try {
            int count = socket.getInputStream().read(buffer);
            return Arrays.copyOf(buffer, Math.max(count, 0));
        } catch (SocketException reset) {
            return new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void protocolHeader(boolean supported) {
        throw new AssertionError("a protocol header within frames");
    }

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        methods.add(new Received(channel, MethodDecoder.fromServer(id, arguments)));
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {}

    @Override
    public void body(int channel, byte[] chunk) {}

    @Override
    public void heartbeat(int channel) {
        heartbeats++;
    }

    @Override
    public boolean stopped() {
        return false;
    }
}
