package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameType;
import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.server.auth.OneUser;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.tls.Authority;
import dev.leveret.server.tls.Authority.PemPair;
import dev.leveret.server.tls.TlsCertificates;
import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever somebody sends who has not logged in, no buffer of more than 64 KiB is taken for it. */
class StrangerMemoryTest {

    private static final int SIZE_MAX = 64 * 1024;
    private static final int SENT_SIZE = 200_000;

    @TempDir
    private Path folder;

    /** Remembers the largest buffer that was asked for. */
    private static final class Largest extends AbstractByteBufAllocator {

        private int size;

        @Override
        protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
            size = Math.max(size, initialCapacity);
            return new UnpooledHeapByteBuf(this, initialCapacity, maxCapacity);
        }

        @Override
        protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
            size = Math.max(size, initialCapacity);
            return new UnpooledDirectByteBuf(this, initialCapacity, maxCapacity);
        }

        @Override
        public boolean isDirectBufferPooled() {
            return false;
        }
    }

    private static final class Socket extends EmbeddedChannel {

        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 4000);
        }

        @Override
        protected SocketAddress localAddress0() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 5671);
        }
    }

    @Test
    void frameThatSaysItIsLargeIsNotCollected() {
        assertLittle(new RawSettings(), Optional.empty(), out -> {
            FrameWriter.protocolHeader(out);
            out.writeByte(FrameType.METHOD).writeShort(0).writeInt(SENT_SIZE);
        });
    }

    @Test
    void recordOfTlsThatSaysItIsLargeIsNotCollected() throws Exception {
        PemPair files = Authority.root("root").identity("localhost").writeTo(folder, "broker");
        RawSettings raw = new RawSettings();
        raw.set("listeners.ssl.1", "127.0.0.1:0", "test");
        raw.set("ssl_options.certfile", files.certificate().toString(), "test");
        raw.set("ssl_options.keyfile", files.key().toString(), "test");
        TlsCertificates certificates = TlsCertificates.open(SettingsReader.read(raw).listen().tls(), () -> 0);
        TlsDoor door = new TlsDoor(certificates, 5_000, Runnable::run);
        assertLittle(raw, Optional.of(door), out -> out.writeByte(22).writeShort(0x0301).writeShort(0xffff));
        // the largest record that there is, with a message in it that says it is larger
        assertLittle(raw, Optional.of(door), out -> out.writeByte(22).writeShort(0x0301).writeShort(1 << 14)
                .writeByte(1).writeMedium(0xffffff));
    }

    @Test
    void headerOfAProxyThatSaysItIsLargeIsNotCollected() {
        RawSettings raw = new RawSettings();
        raw.set("proxy_protocol", "true", "test");
        assertLittle(raw, Optional.empty(), out -> out
                .writeBytes(new byte[] {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10, 0x21, 0x11}).writeShort(0xffff));
    }

    @FunctionalInterface
    private interface Beginning {
        void writeTo(ByteBuf out);
    }

    /** Sends this and many octets behind it, in pieces as large as a socket would give; it has to end. */
    private void assertLittle(RawSettings raw, Optional<TlsDoor> tls, Beginning beginning) {
        BrokerSettings settings = SettingsReader.read(raw);
        Largest allocator = new Largest();
        Socket socket = new Socket();
        socket.config().setAllocator(allocator);
        try (TestNode node = new TestNode(folder.resolve("data"), new OneUser(settings.auth()), settings)) {
            node.reception(socket, new Admissions(settings.listen().admission())).receive(socket, tls);
            ByteBuf sent = Unpooled.buffer();
            beginning.writeTo(sent);
            sent.writeZero(SENT_SIZE);
            while (sent.isReadable() && socket.isOpen()) {
                int size = Math.min(sent.readableBytes(), ReadSizes.STRANGER_SIZE_MAX);
                socket.writeInbound(allocator.directBuffer(size).writeBytes(sent, size));
                node.run();
            }
            assertTrue(allocator.size <= SIZE_MAX, allocator.size + " bytes");
            assertTrue(allocator.size >= 1);
            socket.finishAndReleaseAll();
            node.run();
            assertFalse(socket.isOpen());
        }
    }
}
