package dev.leveret.server.connection;

import static dev.leveret.server.RawClient.CAPABLE;
import static dev.leveret.server.RawClient.startOk;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.Opaque;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logging in, and what somebody who cannot is told. */
class AuthenticationTest {

    private static final String REFUSED = "ACCESS_REFUSED - Login was refused using authentication mechanism %s. "
            + "For details see the broker logfile.";

    private TestBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        client = RawClient.greeted(broker.port());
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void plainIsAccepted() {
        client.send(0, startOk(CAPABLE, "PLAIN", "\0guest\0guest"));
        client.expect(0, ConnectionMethod.Tune.class);
    }

    @Test
    void amqPlainIsAccepted() {
        client.send(0, new ConnectionMethod.StartOk(CAPABLE, "AMQPLAIN", amqPlain("guest", "guest"), "en_US"));
        client.expect(0, ConnectionMethod.Tune.class);
    }

    @Test
    void wrongPasswordIsToldToClientsThatCanTakeIt() {
        // when a client that knows authentication_failure_close fails
        client.send(0, startOk(CAPABLE, "PLAIN", "\0guest\0wrong"));

        // then it is told with which mechanism, and its answer ends the connection
        client.expectConnectionClose(403, REFUSED.formatted("PLAIN"), 0);
        client.send(0, new ConnectionMethod.CloseOk());
        client.expectEnd();
    }

    @Test
    void wrongPasswordInAmqPlainNamesThatMechanism() {
        client.send(0, new ConnectionMethod.StartOk(CAPABLE, "AMQPLAIN", amqPlain("guest", "wrong"), "en_US"));
        client.expectConnectionClose(403, REFUSED.formatted("AMQPLAIN"), 0);
    }

    @Test
    void zeroByteBehindThePasswordMakesItAnotherInAmqPlain() {
        client.send(0, new ConnectionMethod.StartOk(CAPABLE, "AMQPLAIN", amqPlain("guest", "guest\0"), "en_US"));
        client.expectConnectionClose(403, REFUSED.formatted("AMQPLAIN"), 0);
    }

    @Test
    void unknownUserIsRefusedInTheSameWords() {
        client.send(0, startOk(CAPABLE, "PLAIN", "\0nobody\0guest"));
        client.expectConnectionClose(403, REFUSED.formatted("PLAIN"), 0);
    }

    @Test
    void otherClientsAreClosedAfterADelayWithoutAWord() {
        // given a client that did not say it could take it
        client.send(0, startOk(FieldTable.EMPTY, "PLAIN", "\0guest\0wrong"));
        awaitRefusal();

        // when the delay is over
        broker.timers().advance(3_000);

        // then the socket is closed, and that is all
        client.expectEnd();
    }

    @Test
    void unknownMechanismIsClosedWithoutAWord() {
        client.send(0, startOk(CAPABLE, "SCRAM-SHA-256", "n,,n=guest"));
        awaitRefusal();
        broker.timers().advance(3_000);
        client.expectEnd();
    }

    @Test
    void malformedResponsesAreClosedWithoutAWord() {
        for (String response : new String[] {
            "", "guest", "\0guest", "other\0guest\0guest", "\0guest\0guest\0", "\0guest\0guest\0x"
        }) {
            try (RawClient other = RawClient.greeted(broker.port())) {
                other.send(0, startOk(CAPABLE, "PLAIN", response));
                awaitRefusal();
                broker.timers().advance(3_000);
                other.expectEnd();
            }
        }
    }

    @Test
    void amqPlainWithoutAPasswordIsClosedWithoutAWord() {
        Opaque onlyLogin = bare(FieldTable.builder().put("LOGIN", "guest").build());
        client.send(0, new ConnectionMethod.StartOk(CAPABLE, "AMQPLAIN", onlyLogin, "en_US"));
        awaitRefusal();
        broker.timers().advance(3_000);
        client.expectEnd();
    }

    @Test
    void whoGuessesWaitsForTheAnswer() {
        // given three failures from this address
        for (int i = 0; i < 3; i++) {
            try (RawClient guess = RawClient.greeted(broker.port())) {
                guess.send(0, startOk(CAPABLE, "PLAIN", "\0guest\0wrong"));
                guess.expectConnectionClose(403, REFUSED.formatted("PLAIN"), 0);
            }
        }

        // when the fourth comes, its answer comes after a while only
        client.send(0, startOk(CAPABLE, "PLAIN", "\0guest\0wrong"));
        awaitRefusal();
        try (RawClient right = RawClient.authenticated(broker.port())) {
            broker.timers().advance(249);
            right.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            right.send(0, new ConnectionMethod.Open("/"));
            right.expect(0, ConnectionMethod.OpenOk.class); // whoever knows his password does not wait
        }
        broker.timers().advance(1);
        client.expectConnectionClose(403, REFUSED.formatted("PLAIN"), 0);
    }

    @Test
    void anonymousIsNotOfferedUnlessItIsSwitchedOn(@TempDir Path data) {
        client.send(0, startOk(CAPABLE, "ANONYMOUS", ""));
        awaitRefusal();
        broker.timers().advance(3_000);
        client.expectEnd();
        try (TestBroker open = TestBroker.start(data, "auth_mechanisms.1", "ANONYMOUS", "auth_mechanisms.2", "PLAIN");
                RawClient anybody = RawClient.connect(open.port())) {
            anybody.frames(FrameWriter::protocolHeader);
            ConnectionMethod.Start start = anybody.expect(0, ConnectionMethod.Start.class);
            assertEquals("ANONYMOUS PLAIN", start.mechanisms());
            anybody.send(0, startOk(CAPABLE, "ANONYMOUS", "whoever"));
            anybody.expect(0, ConnectionMethod.Tune.class);
        }
    }

    @Test
    void newSecretIsCheckedAndConfirmed() {
        try (RawClient opened = RawClient.opened(broker.port())) {
            // when the password is told again
            opened.send(0, new ConnectionMethod.UpdateSecret(opaque("guest"), "because"));

            // then that is confirmed
            opened.expect(0, ConnectionMethod.UpdateSecretOk.class);
        }
    }

    @Test
    void wrongNewSecretEndsTheConnection() {
        try (RawClient opened = RawClient.opened(broker.port())) {
            opened.send(0, new ConnectionMethod.UpdateSecret(opaque("wrong"), "because"));
            opened.expectConnectionClose(530, "NOT_ALLOWED - New secret was refused by one of the backends",
                    ConnectionMethod.UpdateSecret.ID);
        }
    }

    /** The refusal is done, and its delay begun, once a later connection has been served by the same loop. */
    private void awaitRefusal() {
        RawClient.greeted(broker.port()).close();
    }

    private static Opaque amqPlain(String user, String password) {
        return bare(FieldTable.builder().put("LOGIN", user).put("PASSWORD", password).build());
    }

    /** A table without its size. */
    private static Opaque bare(FieldTable table) {
        ByteBuf out = Unpooled.buffer();
        new ArgumentWriter(out).putTable(table);
        return new Opaque(Arrays.copyOfRange(out.array(), 4, out.readableBytes()));
    }

    private static Opaque opaque(String text) {
        return new Opaque(text.getBytes(StandardCharsets.UTF_8));
    }
}
