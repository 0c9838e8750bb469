package dev.leveret.interop.clients;

import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.value.ArgumentReader;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Makes a line of text of each frame of a capture: the client's first, then the server's. */
final class DecodedFrames implements FrameHandler {

    /** As much as the decoder is told that the broker will ever take. */
    private static final int FRAME_MAX = 131_072;

    private final String sender;
    private final boolean isServer;
    private final List<String> lines;

    private DecodedFrames(String sender, boolean isServer, List<String> lines) {
        this.sender = sender;
        this.isServer = isServer;
        this.lines = lines;
    }

    static List<String> of(Capture capture) {
        List<String> lines = new ArrayList<>();
        new FrameDecoder(new DecodedFrames("client", false, lines), FRAME_MAX).feed(Unpooled.wrappedBuffer(capture.byClient()));
        FrameDecoder.ofServerFrames(new DecodedFrames("server", true, lines), FRAME_MAX)
                .feed(Unpooled.wrappedBuffer(capture.byServer()));
        return lines;
    }

    private void add(int channel, String what) {
        lines.add(sender + " " + channel + " " + what);
    }

    @Override
    public void protocolHeader(boolean supported) {
        add(0, "protocol header, " + (supported ? "ours" : "another"));
    }

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        Method method = isServer ? MethodDecoder.fromServer(id, arguments) : fromClient(channel, id, arguments);
        add(channel, method.toString());
    }

    private static Method fromClient(int channel, int id, ArgumentReader arguments) {
        return channel == 0 ? MethodDecoder.toConnection(id, arguments) : MethodDecoder.toChannel(id, arguments);
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
        add(channel, "content of " + bodySize + " bytes, " + header.properties());
    }

    @Override
    public void body(int channel, byte[] chunk) {
        add(channel, "body of " + chunk.length + " bytes");
    }

    @Override
    public void heartbeat(int channel) {
        add(channel, "heartbeat");
    }

    @Override
    public boolean stopped() {
        return false;
    }
}
