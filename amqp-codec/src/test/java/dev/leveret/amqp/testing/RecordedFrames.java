package dev.leveret.amqp.testing;

import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.ArgumentReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Notes down what a decoder finds, as values that can be compared. */
public final class RecordedFrames implements FrameHandler {

    /** One frame, or the protocol header. */
    public sealed interface Seen {
        record Protocol(boolean supported) implements Seen {}

        record OfMethod(int channel, Method method) implements Seen {}

        record Header(int channel, int classId, long bodySize, ContentHeader header) implements Seen {}

        record Body(int channel, ByteBuffer chunk) implements Seen {}

        record Heartbeat(int channel) implements Seen {}
    }

    private final boolean fromServer;
    private final List<Seen> seen = new ArrayList<>();

    private RecordedFrames(boolean fromServer) {
        this.fromServer = fromServer;
    }

    public static RecordedFrames ofClient() {
        return new RecordedFrames(false);
    }

    public static RecordedFrames ofServer() {
        return new RecordedFrames(true);
    }

    /** All that a server sent in these bytes, which are whole frames. */
    public static List<Seen> readServer(byte[] bytes) {
        RecordedFrames recorded = ofServer();
        FrameDecoder.ofServerFrames(recorded, 0).feed(Unpooled.wrappedBuffer(bytes));
        return recorded.seen;
    }

    /** The only method that a server sent in these bytes. */
    public static FromServer readServerMethod(byte[] bytes) {
        return (FromServer) onlyMethod(readServer(bytes));
    }

    /** The only method that a client sent in these bytes: to the connection if its channel is 0. */
    public static Method readClientMethod(byte[] bytes) {
        RecordedFrames recorded = ofClient();
        FrameDecoder.ofServerFrames(recorded, 0).feed(Unpooled.wrappedBuffer(bytes));
        return onlyMethod(recorded.seen);
    }

    /** Whether a client may send it on a channel, not on the connection. */
    public static int channelOf(Method method) {
        return method instanceof ToChannel || method instanceof FromServer && method.id() >>> 16 != 10 ? 1 : 0;
    }

    private static Method onlyMethod(List<Seen> seen) {
        if (seen.size() == 1 && seen.getFirst() instanceof Seen.OfMethod(int channel, Method method)) {
            return method;
        }
        throw new AssertionError("not one method: " + seen);
    }

    public List<Seen> seen() {
        return seen;
    }

    @Override
    public void protocolHeader(boolean supported) {
        seen.add(new Seen.Protocol(supported));
    }

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        seen.add(new Seen.OfMethod(channel, decode(channel, id, arguments)));
    }

    private Method decode(int channel, int id, ArgumentReader arguments) {
        if (fromServer) {
            return MethodDecoder.fromServer(id, arguments);
        }
        return channel == 0 ? MethodDecoder.toConnection(id, arguments) : MethodDecoder.toChannel(id, arguments);
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        seen.add(new Seen.Header(channel, classId, bodySize, header));
    }

    @Override
    public void body(int channel, byte[] chunk) {
        seen.add(new Seen.Body(channel, ByteBuffer.wrap(chunk)));
    }

    @Override
    public void heartbeat(int channel) {
        seen.add(new Seen.Heartbeat(channel));
    }

    @Override
    public boolean stopped() {
        return false;
    }

    /** The bytes written into a buffer, which is released. */
    public static byte[] drain(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        return bytes;
    }
}
