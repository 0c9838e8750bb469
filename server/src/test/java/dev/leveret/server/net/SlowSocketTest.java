package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameDecoder;
import dev.leveret.amqp.frame.FrameHandler;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.MethodDecoder;
import dev.leveret.amqp.value.ArgumentReader;
import dev.leveret.amqp.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket that does not take what its connection has to send. */
class SlowSocketTest {

    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final List<Outbox> due = new ArrayList<>();
    private final Outbox outbox = new Outbox(socket, due::add);

    /** The delivery tags that came out; 0 for a heartbeat. */
    private final List<Integer> order = new ArrayList<>();

    private int piecesMax;

    @AfterEach
    void stop() {
        outbox.closed();
        socket.finishAndReleaseAll();
    }

    @Test
    void bodyBehindAFullSocketWaitsAsAMessage() {
        // given a socket that takes nothing
        StuckFlush stuck = stick();
        Message message = message(1_000_000);

        // when a hundred megabytes are to be sent
        for (int tag = 1; tag <= 100; tag++) {
            deliver(tag, message);
        }
        outbox.turnEnds();

        // then they take little memory that the socket can send from
        assertTrue(outbox.pendingBytes() > 100_000_000);
        assertTrue(socketBytes() < 512 * 1024, socketBytes() + " bytes");
        assertFalse(outbox.writable());

        // and arrive whole and in order as soon as it takes them
        stuck.takesAll = true;
        catchUp();
        assertEquals(100, decoded(message));
        assertTrue(outbox.writable());
        assertEquals(0, outbox.pendingBytes());
    }

    @Test
    void framesBehindABodyWaitForIt() {
        // given a body that waits, and frames appended behind it
        StuckFlush stuck = stick();
        Message message = message(1_000_000);
        deliver(1, message);
        FrameWriter.heartbeat(outbox.reserve(8));
        deliver(2, message);
        outbox.turnEnds();

        // when the socket takes them
        stuck.takesAll = true;
        catchUp();

        // then they come in the order in which they were appended
        assertEquals(2, decoded(message));
        assertEquals(List.of(1, 0, 2), order);
    }

    @Test
    void bodyThatIsBiggerThanTheRoomIsSentInPieces() {
        Message message = message(3_000_000);
        deliver(1, message);
        catchUp();
        assertEquals(1, decoded(message));
        assertTrue(piecesMax <= Overflow.PIECE_SIZE, piecesMax + " bytes");
    }

    @Test
    void socketIsClosedBehindWhatWaits() {
        // given a body that waits
        StuckFlush stuck = stick();
        Message message = message(2_000_000);
        deliver(1, message);
        outbox.turnEnds();

        // when the connection is to end
        outbox.closeAfterFlush();
        assertTrue(socket.isOpen());
        stuck.takesAll = true;
        catchUp();

        // then all of it is sent before
        assertEquals(1, decoded(message));
        assertFalse(socket.isOpen());
    }

    /** A socket whose system buffers are full until it takes all. */
    private static final class StuckFlush extends ChannelOutboundHandlerAdapter {

        private boolean takesAll;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (takesAll) {
                context.flush();
            }
        }
    }

    private StuckFlush stick() {
        StuckFlush stuck = new StuckFlush();
        socket.pipeline().addLast(stuck);
        socket.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                outbox.writabilityChanged();
            }
        });
        socket.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK);
        return stuck;
    }

    private void catchUp() {
        socket.flush();
        for (int turns = 0; !due.isEmpty(); turns++) {
            assertTrue(turns < 1000, "no end");
            due.remove(0).turnEnds();
        }
    }

    private long socketBytes() {
        return socket.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    private void deliver(long tag, Message message) {
        assertFalse(outbox.hasRoom(message.bodySize()));
        FrameWriter.deliverHead(outbox.reserve(512), 1, FrameWriter.shortString("c"), tag, false, message);
        outbox.add(1, message, 131064);
    }

    private static Message message(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), body, 0);
    }

    /** How many deliveries of this message have come out, each as it went in. */
    private int decoded(Message expected) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int[] complete = new int[1];
        FrameDecoder decoder = FrameDecoder.ofServerFrames(
                new FrameHandler() {
                    @Override
                    public void protocolHeader(boolean supported) {
                        throw new AssertionError("a protocol header");
                    }

                    @Override
                    public void method(int channel, int id, ArgumentReader arguments) {
                        BasicMethod.Deliver deliver = (BasicMethod.Deliver) MethodDecoder.fromServer(id, arguments);
                        order.add((int) deliver.deliveryTag());
                        body.reset();
                    }

                    @Override
                    public void contentHeader(int channel, int classId, long bodySize, ContentHeader header) {
                        assertEquals(expected.bodySize(), bodySize);
                    }

                    @Override
                    public void body(int channel, byte[] chunk) {
                        body.writeBytes(chunk);
                        if (body.size() == expected.bodySize()) {
                            assertArrayEquals(expected.chunk(0), body.toByteArray());
                            complete[0]++;
                        }
                    }

                    @Override
                    public void heartbeat(int channel) {
                        order.add(0);
                    }

                    @Override
                    public boolean stopped() {
                        return false;
                    }
                },
                131072);
        for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
            piecesMax = Math.max(piecesMax, out.readableBytes());
            decoder.feed(out);
            out.release();
        }
        return complete[0];
    }
}
