package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.server.config.TlsSettings;
import dev.leveret.server.config.TlsSettings.Choice;
import dev.leveret.server.config.TlsSettings.KeyFiles;
import dev.leveret.server.config.TlsSettings.PeerCheck;
import dev.leveret.server.tls.Authority;
import dev.leveret.server.tls.Authority.PemPair;
import dev.leveret.server.tls.TlsCertificates;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A socket that does not take what its connection has to send, with encryption between. */
class SlowTlsSocketTest {

    private static final int BODY_SIZE = 1_000_000;
    private static final int BODIES = 50;

    private final StuckFlush stuck = new StuckFlush();
    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final List<Outbox> due = new ArrayList<>();
    private final Outbox outbox = new Outbox(socket, due::add);
    private EmbeddedChannel client;
    private long received;

    /** A socket whose system buffers are full until it takes all. */
    private static final class StuckFlush extends ChannelOutboundHandlerAdapter {

        private boolean takesAll = true;

        @Override
        public void flush(ChannelHandlerContext context) {
            if (takesAll) {
                context.flush();
            }
        }
    }

    @BeforeEach
    void shakeHands(@TempDir Path folder) throws Exception {
        Authority root = Authority.root("root");
        PemPair files = root.identity("localhost").writeTo(folder, "broker");
        TlsCertificates certificates = TlsCertificates.open(new TlsSettings(
                new KeyFiles(files.certificate().toString(), files.key().toString(), ""), Map.of(),
                new PeerCheck("", false, false, 0), new Choice(List.of(), List.of(), false, false)), () -> 0);
        socket.pipeline().addLast(stuck, new TlsHandler(certificates.engine(), Runnable::run));
        socket.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void channelWritabilityChanged(ChannelHandlerContext context) {
                outbox.writabilityChanged();
            }
        });
        socket.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK);
        SSLEngine engine = root.client("TLS", null).createSSLEngine("localhost", 5671);
        engine.setUseClientMode(true);
        SslHandler handler = new SslHandler(engine);
        client = new EmbeddedChannel(handler);
        for (int round = 0; round < 10; round++) {
            exchange();
        }
        assertTrue(handler.handshakeFuture().isSuccess());
    }

    @AfterEach
    void stop() {
        outbox.closed();
        client.finishAndReleaseAll();
        socket.finishAndReleaseAll();
    }

    @Test
    void bodiesBehindAFullSocketWaitAsMessages() {
        // given a socket that takes nothing
        stuck.takesAll = false;
        Message message = Message.of(
                Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[BODY_SIZE], 0);

        // when many megabytes are to be sent
        for (int tag = 1; tag <= BODIES; tag++) {
            FrameWriter.deliverHead(outbox.reserve(512), 1, FrameWriter.shortString("c"), tag, false, message);
            outbox.add(1, message, 131064);
        }
        outbox.turnEnds();

        // then what is encrypted of them is little
        assertTrue(outbox.pendingBytes() > (long) BODIES * BODY_SIZE);
        long encrypted = socket.unsafe().outboundBuffer().totalPendingWriteBytes();
        assertTrue(encrypted < 512 * 1024, encrypted + " bytes");
        assertFalse(outbox.writable());

        // and all of it arrives as soon as the socket takes it
        stuck.takesAll = true;
        socket.flush();
        for (int turns = 0; !due.isEmpty(); turns++) {
            assertTrue(turns < 1_000, "no end");
            due.remove(0).turnEnds();
            exchange();
        }
        exchange();
        assertTrue(outbox.writable());
        assertEquals(0, outbox.pendingBytes());
        assertTrue(received > (long) BODIES * BODY_SIZE, received + " bytes");
    }

    @Test
    void socketIsClosedBehindWhatWaits() {
        FrameWriter.heartbeat(outbox.reserve(8));
        outbox.closeAfterFlush();
        exchange();
        assertEquals(8, received);
        assertFalse(socket.isOpen());
    }

    /** What each side has written goes to the other one. */
    private void exchange() {
        for (ByteBuf out = client.readOutbound(); out != null; out = client.readOutbound()) {
            socket.writeInbound(out);
        }
        for (ByteBuf out = socket.readOutbound(); out != null; out = socket.readOutbound()) {
            client.writeInbound(out);
        }
        for (ByteBuf in = client.readInbound(); in != null; in = client.readInbound()) {
            received += in.readableBytes();
            in.release();
        }
    }
}
