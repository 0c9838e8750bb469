package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.auth.OneUser;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import dev.leveret.server.tls.Authority;
import dev.leveret.server.tls.Authority.PemPair;
import dev.leveret.server.tls.TlsCertificates;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Handshakes of TLS and headers of the PROXY protocol, spoiled on their way to the broker. */
class FuzzedTlsTest {

    private static final int ROUNDS_MAX = 8;

    @TempDir
    private static Path folder;

    private static BrokerSettings settings;
    private static TlsDoor door;
    private static SSLContext client;

    /** The broker's side of a socket on which nothing runs by itself. */
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

    /** Of the client: what it makes of alerts is not tested here. */
    private static final class Indifference extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @BeforeAll
    static void makeCertificates() throws Exception {
        Authority root = Authority.root("root");
        PemPair files = root.identity("localhost").writeTo(folder, "broker");
        RawSettings raw = new RawSettings();
        raw.set("proxy_protocol", "true", "test");
        raw.set("listeners.ssl.1", "127.0.0.1:0", "test");
        raw.set("ssl_options.certfile", files.certificate().toString(), "test");
        raw.set("ssl_options.keyfile", files.key().toString(), "test");
        settings = SettingsReader.read(raw);
        door = new TlsDoor(TlsCertificates.open(settings.listen().tls(), () -> 0), 5_000, Runnable::run);
        client = root.client("TLS", null);
    }

    @Test
    void spoiledHandshakeEndsInAnAlertOrAClose() {
        run(folder.resolve("few"), 1, 500);
    }

    @Test
    @Tag("nightly")
    void manySpoiledHandshakesEndInAlertsOrCloses() {
        run(folder.resolve("many"), 50_000 + Long.getLong("nightly.seed", 0), 20_000 * Integer.getInteger("nightly.times", 1));
    }

    private static void run(Path data, long firstSeed, int count) {
        int finished = 0;
        try (TestNode node = new TestNode(data, new OneUser(settings.auth()), settings); ErrorLines errors = new ErrorLines()) {
            Admissions admissions = new Admissions(settings.listen().admission());
            for (long seed = firstSeed; seed < firstSeed + count; seed++) {
                finished += talk(node, admissions, new Random(seed)) ? 1 : 0;
                assertEquals(List.of(), errors.seen(), "seed " + seed);
            }
            assertEquals(0, admissions.halfOpen());
            System.gc(); // what was not released is found when the next buffer is taken
            talk(node, admissions, new Random(firstSeed));
            assertEquals(List.of(), errors.seen());
        }
        assertTrue(finished > 0, "no handshake came to its end");
        assertTrue(finished < count, "all handshakes came to their end");
    }

    /** Whether the handshake has succeeded. */
    private static boolean talk(TestNode node, Admissions admissions, Random random) {
        Socket socket = new Socket();
        node.reception(socket, admissions).receive(socket, Optional.of(door));
        SSLEngine engine = client.createSSLEngine("localhost", 5671);
        engine.setUseClientMode(true);
        SslHandler handler = new SslHandler(engine);
        EmbeddedChannel peer = new EmbeddedChannel(handler, new Indifference());

        // what may be spoiled: the header of the proxy, the first flight, or a later one
        int spoiled = random.nextInt(4);
        ByteBuf header = Unpooled.copiedBuffer("PROXY TCP4 127.0.0.9 127.0.0.1 4000 5671\r\n", StandardCharsets.US_ASCII);
        feed(socket, spoiled == 0 ? spoil(header, random) : header, random);
        for (int round = 1; round < ROUNDS_MAX && socket.isOpen(); round++) {
            for (ByteBuf out = peer.readOutbound(); out != null; out = peer.readOutbound()) {
                feed(socket, spoiled == round ? spoil(out, random) : out, random);
            }
            for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
                feed(peer, out, random);
            }
        }
        boolean isFinished = handler.handshakeFuture().isSuccess() && socket.isOpen();
        peer.finishAndReleaseAll();
        socket.finishAndReleaseAll();
        node.run();
        assertFalse(socket.isOpen());
        return isFinished;
    }

    private static ByteBuf spoil(ByteBuf bytes, Random random) {
        ByteBuf spoiled = Unpooled.buffer().writeBytes(bytes);
        bytes.release();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int size = spoiled.readableBytes();
            int index = random.nextInt(size);
            switch (random.nextInt(5)) {
                case 0 -> spoiled.setByte(index, random.nextInt(256));
                case 1 -> spoiled.setByte(index, spoiled.getByte(index) ^ 1 << random.nextInt(8));
                case 2 -> spoiled.setByte(index, 0xff);
                case 3 -> spoiled.writeBytes(spoiled, index, size - index);
                default -> spoiled.writerIndex(Math.max(1, index));
            }
        }
        return spoiled;
    }

    /** In pieces of any size; what comes behind the end is for nobody. */
    private static void feed(EmbeddedChannel socket, ByteBuf bytes, Random random) {
        while (bytes.isReadable()) {
            int size = Math.min(bytes.readableBytes(), 1 + random.nextInt(600));
            if (socket.isOpen()) {
                socket.writeInbound(Unpooled.copiedBuffer(bytes.readSlice(size)));
            } else {
                bytes.skipBytes(size);
            }
        }
        bytes.release();
    }
}
