package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.LoggedLines;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the log says of handshakes that fail. */
class TlsEventsTest {

    static Stream<Throwable> endsOfSockets() {
        return Stream.of(
                new ClosedChannelException(),
                new SSLException("failure when writing TLS control frames", new ClosedChannelException()),
                new SSLException("failure when writing TLS control frames", new IOException("Broken pipe")));
    }

    @ParameterizedTest
    @MethodSource("endsOfSockets")
    void whoHangsUpIsToldOfInTheSameWords(Throwable cause) throws Exception {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            failed(cause, true);
            assertEquals(List.of("WARN connection from here: TLS failed: closed in the middle of the handshake"), lines.rest());
        }
    }

    @ParameterizedTest
    @MethodSource("endsOfSockets")
    void whoHasSaidNothingIsNotWorthALine(Throwable cause) throws Exception {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            failed(cause, false);
            assertEquals(List.of(), lines.rest());
        }
    }

    @Test
    void reasonComesWithoutTheAlert() throws Exception {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            failed(new SSLException("(certificate_unknown) unknown CA"), true);
            assertEquals(List.of("WARN connection from here: TLS failed: unknown CA"), lines.rest());
        }
    }

    @Test
    void whatIsNoTlsIsNotRepeatedInTheLine() throws Exception {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            failed(new NotSslRecordException("not an SSL/TLS record: 160301000016030100"), true);
            assertEquals(List.of("WARN connection from here: TLS failed: what the client sends is no TLS"), lines.rest());
        }
    }

    @Test
    void whatIsFoundWhenTheConnectionHasEndedIsNotWorthALine() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        TlsHandler handler = new TlsHandler(engine, Runnable::run);
        TlsEvents events = new TlsEvents(handler, "here", 5_000, (millis, task) -> () -> {});
        EmbeddedChannel socket = new EmbeddedChannel(handler, events);
        ChannelHandlerContext context = socket.pipeline().context(handler);
        socket.close();

        handler.exceptionCaught(context, new DecoderException(new SSLException("found by a task")));

        socket.checkException(); // what reaches the end of the pipeline
    }

    /** A handshake that ends so, after the first bytes of it or before them. */
    private static void failed(Throwable cause, boolean hasHeard) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(false);
        TlsHandler handler = new TlsHandler(engine, Runnable::run);
        TlsEvents events = new TlsEvents(handler, "here", 5_000, (millis, task) -> () -> {});
        EmbeddedChannel socket = new EmbeddedChannel(handler, events);
        if (hasHeard) {
            socket.writeInbound(socket.alloc().buffer().writeByte(22));
        }
        socket.pipeline().context(handler).fireUserEventTriggered(new SslHandshakeCompletionEvent(cause));
        socket.finishAndReleaseAll();
    }
}
