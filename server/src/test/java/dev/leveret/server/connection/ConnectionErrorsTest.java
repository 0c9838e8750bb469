package dev.leveret.server.connection;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.Method;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hard errors: codes, words and blame as RabbitMQ 3.10.8 was seen to send them. */
class ConnectionErrorsTest {

    private static final String UNEXPECTED = "CHANNEL_ERROR - unexpected method in connection state ";

    private TestBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void handshakeMethodsOnAnOpenConnectionAreUnexpected() {
        running(new ConnectionMethod.Open("/"));
        running(RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
        running(new ConnectionMethod.TuneOk(2047, 131072, 0));
        running(new ConnectionMethod.CloseOk());
    }

    @Test
    void channelMethodsOnChannelZeroAreUnexpected() {
        running(new ChannelMethod.Open());
        running(new BasicMethod.Qos(0, 1, false));
    }

    @Test
    void methodsThatOnlyServersSendAreUnexpected() {
        running(new ConnectionMethod.Unblocked());
    }

    @Test
    void methodThatDoesNotExistIsUnexpectedOnChannelZero() {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.bytes(1, 0, 0, 0, 0, 0, 4, 0, 10, 0, 99, 0xce);
            client.expectConnectionClose(504, UNEXPECTED + "running", 10 << 16 | 99);
        }
    }

    @Test
    void repeatedStartOkIsUnexpectedWhileOpening() {
        try (RawClient client = RawClient.authenticated(broker.port())) {
            Method again = RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest");
            client.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            client.send(0, again);
            client.expectConnectionClose(504, UNEXPECTED + "opening", again.id());
        }
    }

    @Test
    void whoHasNotLoggedInIsToldNothing() {
        try (RawClient client = RawClient.greeted(broker.port())) {
            // when a method comes that only makes sense later
            client.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            RawClient.greeted(broker.port()).close();
            broker.timers().advance(3_000);

            // then the socket is closed without a word
            client.expectEnd();
        }
    }

    @Test
    void unknownFrameTypeIsAFrameError() {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.bytes(9, 0, 0, 0, 0, 0, 2, 'x', 'x', 0xce);
            client.expectConnectionClose(501, "FRAME_ERROR - type 9, all octets = <<\"xx\">>: unknown_frame", 0);
        }
    }

    @Test
    void heartbeatOnAChannelIsUnexpected() {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.bytes(8, 0, 1, 0, 0, 0, 0, 0xce);
            client.expectConnectionClose(505, "UNEXPECTED_FRAME - type 8, all octets = <<>>", 0);
        }
    }

    @Test
    void wrongFrameEndIsToldAndClosedSinceNothingCanBeUnderstood() {
        try (RawClient client = RawClient.opened(broker.port())) {
            // when a frame ends wrongly
            client.bytes(8, 0, 0, 0, 0, 0, 0, 'x');

            // then the client is told, its answer is not awaited
            client.expectConnectionClose(
                    501, "FRAME_ERROR - type 8, all octets = <<>>: {invalid_frame_end_marker,120}", 0);
            broker.timers().advance(3_000);
            client.expectEnd();
        }
    }

    @Test
    void bodyOutOfNowhereIsUnexpected() {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.bytes(3, 0, 1, 0, 0, 0, 2, 'x', 'x', 0xce);
            client.expectConnectionClose(
                    505, "UNEXPECTED_FRAME - expected method frame, got non method frame instead", 0);
        }
    }

    @Test
    void answerToTheCloseEndsTheConnection() {
        try (RawClient client = RawClient.opened(broker.port())) {
            // given a connection closed for an error
            client.send(0, new ConnectionMethod.Open("/"));
            client.expect(0, ConnectionMethod.Close.class);

            // when anything else comes before the answer
            client.send(1, new ChannelMethod.Open());
            client.frames(FrameWriter::heartbeat);
            client.send(0, new ConnectionMethod.CloseOk());

            // then only the answer counts
            client.expectEnd();
        }
    }

    @Test
    void answerIsAwaitedForHalfAMinute() {
        try (RawClient client = RawClient.opened(broker.port())) {
            // given a connection closed for an error
            client.send(0, new ConnectionMethod.Open("/"));
            client.expect(0, ConnectionMethod.Close.class);

            // when the client does not answer
            broker.timers().advance(30_000);

            // then the socket is closed
            client.expectEnd();
        }
    }

    @Test
    void closeThatCrossesOursIsAnswered() {
        try (RawClient client = RawClient.opened(broker.port())) {
            // given a connection closed for an error
            client.send(0, new ConnectionMethod.Open("/"));
            client.expect(0, ConnectionMethod.Close.class);

            // when the client's own close was on its way already
            client.send(0, new ConnectionMethod.Close(200, "bye", 0, 0));
            client.expect(0, ConnectionMethod.CloseOk.class);

            // then its answer still ends the connection
            client.send(0, new ConnectionMethod.CloseOk());
            client.expectEnd();
        }
    }

    private void running(Method method) {
        try (RawClient client = RawClient.opened(broker.port())) {
            client.send(0, method);
            client.expectConnectionClose(504, UNEXPECTED + "running", method.id());
        }
    }
}
