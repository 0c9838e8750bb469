package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameType;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that have logged in, and write or read slowly or never, beside one that does neither. */
class SlowClientsTest {

    private static final int CLIENTS = 50;
    private static final int HEARTBEAT_SECONDS = 10;

    /** A client that is read for ever could write more than this, and no kernel keeps so much. */
    private static final long WRITTEN_BYTES_MAX = 256L << 20;

    /** So many turns of the broker's one loop without taking anything, and it is not going to. */
    private static final int IDLE_TURNS = 20;

    private TestBroker broker;
    private RawClient other;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        other = RawClient.opened(broker.port()).openChannel(1);
    }

    @AfterEach
    void stop() {
        other.close();
        broker.close();
    }

    @Test
    void framesThatNeverEndEndTheirConnectionsWithTheHeartbeat() {
        // given clients that have each sent the beginning of a frame
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            slow.add(RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2047, 131072, HEARTBEAT_SECONDS)).openChannel(1));
            slow.getLast().bytes(FrameType.METHOD, 0, 1, 0);
        }
        other.roundTrip(1);

        // when nothing more has come for longer than a heartbeat allows
        broker.timers().advance(30_000);

        // then they are gone, and nobody else is
        slow.forEach(RawClient::expectEnd);
        other.roundTrip(1);
        assertEquals(1, broker.broker().connections().count());
        slow.forEach(RawClient::close);
    }

    @Test
    void byteNowAndThenIsAsGoodAsAHeartbeat() {
        // given clients that take ten heartbeats for a frame
        List<RawClient> slow = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            slow.add(RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2047, 131072, HEARTBEAT_SECONDS)).openChannel(1));
        }
        ByteBuf qos = frame(new BasicMethod.Qos(0, 0, false));
        while (qos.isReadable()) {
            int octet = qos.readUnsignedByte();
            slow.forEach(client -> client.bytes(octet));
            broker.timers().advance(HEARTBEAT_SECONDS * 500L);
            other.roundTrip(1);
        }

        // then each is served when its frame is whole
        for (RawClient client : slow) {
            client.expect(1, BasicMethod.QosOk.class);
            client.close();
        }
    }

    @Test
    void whoAsksAndReadsNoAnswerIsNotReadAnyMore() throws Exception {
        try (SocketChannel socket = loggedIn()) {
            // when a client asks on and on and reads nothing
            ByteBuf asked = Unpooled.buffer();
            for (int i = 0; i < 1_000; i++) {
                FrameWriter.method(asked, 1, new BasicMethod.Qos(0, 0, false));
            }
            long written = writeWhileTaken(socket, asked);

            // then it is not read any more at some time, while others are served
            assertTrue(written < WRITTEN_BYTES_MAX, written + " bytes");
            other.roundTrip(1);

            // and gets all its answers when it reads
            long answers = written / frame(new BasicMethod.Qos(0, 0, false)).readableBytes();
            readAll(socket, answers * frame(new BasicMethod.QosOk()).readableBytes());
        }
    }

    @Test
    void whoPublishesAndReadsNoConfirmGoesOn() throws Exception {
        try (SocketChannel socket = loggedIn()) {
            // given a client that reads no confirm before it has published all
            write(socket, frame(new ConfirmMethod.Select(true)));
            write(socket, frame(new QueueMethod.Declare("q", false, false, false, false, true,
                    FieldTable.builder().put("x-max-length", 1).build())));
            ByteBuf one = Unpooled.buffer();
            FrameWriter.method(one, 1, new BasicMethod.Publish(Address.of("", "q"), false, false));
            one.writeBytes(new byte[] {2, 0, 1, 0, 0, 0, 14, 0, 60, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, (byte) FrameType.END});
            int count = 200_000;
            for (int i = 0; i < count; i++) {
                write(socket, one.duplicate());
            }

            // then all of them are taken, and the last one is confirmed
            long last = 0;
            ByteBuf in = Unpooled.buffer();
            while (last < count) {
                in.discardReadBytes();
                assertTrue(in.writeBytes(socket, 64 * 1024) > 0, "the end after " + last);
                last = Math.max(last, lastConfirm(in));
            }
            assertEquals(count, last);
        }
    }

    /** The highest tag of the basic.acks that are whole. */
    private static long lastConfirm(ByteBuf in) {
        long last = 0;
        int size = frame(new BasicMethod.Ack(1, false)).readableBytes();
        while (in.readableBytes() >= size) {
            last = in.getLong(in.readerIndex() + FrameType.HEAD_SIZE + Integer.BYTES);
            in.skipBytes(size);
        }
        return last;
    }

    private static ByteBuf frame(Method method) {
        ByteBuf out = Unpooled.buffer();
        FrameWriter.method(out, 1, method);
        return out;
    }

    /** Says everything at once, and has read what was answered. */
    private SocketChannel loggedIn() throws IOException {
        SocketChannel socket = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port()));
        ByteBuf out = Unpooled.buffer();
        FrameWriter.protocolHeader(out);
        FrameWriter.method(out, 0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
        FrameWriter.method(out, 0, new ConnectionMethod.TuneOk(2047, 131072, 0));
        FrameWriter.method(out, 0, new ConnectionMethod.Open("/"));
        FrameWriter.method(out, 1, new ChannelMethod.Open());
        write(socket, out);
        ByteBuf last = frame(new ChannelMethod.OpenOk());
        String end = last.toString(StandardCharsets.ISO_8859_1);
        ByteBuf in = Unpooled.buffer();
        while (!in.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
            assertTrue(in.writeBytes(socket, 8192) > 0);
        }
        return socket;
    }

    private static void write(SocketChannel socket, ByteBuf bytes) throws IOException {
        ByteBuffer out = bytes.nioBuffer();
        while (out.hasRemaining()) {
            socket.write(out);
        }
    }

    /** Writes the bytes again and again until nobody takes them; how many were taken, a whole number of frames. */
    private long writeWhileTaken(SocketChannel socket, ByteBuf bytes) throws IOException {
        socket.configureBlocking(false);
        ByteBuffer out = bytes.nioBuffer();
        long written = 0;
        int idle = 0;
        while (idle < IDLE_TURNS && written < WRITTEN_BYTES_MAX) {
            int taken = socket.write(out);
            written += taken;
            idle = taken == 0 ? idle + 1 : 0;
            if (taken == 0) {
                other.roundTrip(1);
            }
            if (!out.hasRemaining()) {
                out.rewind();
            }
        }
        return written;
    }

    private static void readAll(SocketChannel socket, long bytes) throws IOException {
        socket.configureBlocking(true);
        ByteBuffer in = ByteBuffer.allocate(64 * 1024);
        for (long left = bytes; left > 0;) {
            int count = socket.read(in.clear());
            assertTrue(count > 0, left + " bytes are missing");
            left -= count;
        }
    }
}
