package dev.leveret.server.net;

import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.server.connection.BrokerServices;
import dev.leveret.server.connection.ConnectionSession;
import dev.leveret.server.connection.ConnectionTransport;
import dev.leveret.server.loop.BrokerLoop;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** A connection without a socket: bytes go in by hand, what comes out is collected. Time stands still. */
final class HandFedConnection implements FrameHandler {

    private static final InetSocketAddress HERE = new InetSocketAddress(InetAddress.getLoopbackAddress(), 5672);

    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final FrameDecoder replies = FrameDecoder.ofServerFrames(this, 0);
    private final List<FromServer> methods = new ArrayList<>();
    private final ConnectionSession session;

    HandFedConnection(BrokerLoop loop, BrokerServices services) {
        Outbox outbox = new Outbox(socket, loop::flushLater);
        session = new ConnectionSession(1, new ConnectionTransport(
                loop, (millis, task) -> () -> {}, outbox, new ReadSwitch(socket), HERE, HERE), services);
        socket.pipeline().addLast(new InboundHandler(session, outbox, loop.gate(), services.intake()));
    }

    /** Gives the bytes to the connection, which releases them; a closed one gets nothing. */
    void feed(ByteBuf bytes) {
        if (socket.isOpen()) {
            socket.writeInbound(bytes);
        } else {
            bytes.release();
        }
    }

    /** The methods that came out since the last call. What is no AMQP is left out. */
    List<FromServer> received() {
        for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
            try {
                if (out.isReadable() && out.getByte(out.readerIndex()) != 'A') {
                    replies.feed(out);
                }
            } finally {
                out.release();
            }
        }
        List<FromServer> taken = List.copyOf(methods);
        methods.clear();
        return taken;
    }

    /** Whether the broker has left the socket open. */
    boolean isOpen() {
        return socket.isOpen();
    }

    /** The client goes away. */
    void close() {
        socket.finishAndReleaseAll();
    }

    ConnectionSession session() {
        return session;
    }

    @Override
    public void protocolHeader(boolean supported) {
        throw new AssertionError("a protocol header within frames");
    }

    @Override
    public void method(int channel, int id, ArgumentReader arguments) {
        methods.add(MethodDecoder.fromServer(id, arguments));
    }

    @Override
    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {}

    @Override
    public void body(int channel, byte[] chunk) {}

    @Override
    public void heartbeat(int channel) {}

    @Override
    public boolean stopped() {
        return false;
    }
}
