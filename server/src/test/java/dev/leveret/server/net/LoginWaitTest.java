package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.value.Opaque;
import dev.leveret.server.RawClient;
import dev.leveret.server.auth.Anybody;
import dev.leveret.server.auth.Credentials;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection while it is being found out, somewhere else, who its client is. */
class LoginWaitTest {

    /** Whose answer is the test's to give. */
    private static final class Slow extends Anybody {

        CompletableFuture<Login> answer = new CompletableFuture<>();
        int asked;

        @Override
        public CompletableFuture<Login> login(Credentials credentials, InetAddress peer) {
            asked++;
            return answer;
        }
    }

    @TempDir
    private Path data;

    private final Slow slow = new Slow();

    private static ByteBuf login(ConnectionMethod... next) {
        ByteBuf in = Unpooled.buffer();
        FrameWriter.protocolHeader(in);
        FrameWriter.method(in, 0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
        for (ConnectionMethod method : next) {
            FrameWriter.method(in, 0, method);
        }
        return in;
    }

    private static List<Class<?>> kinds(List<FromServer> methods) {
        return methods.stream().<Class<?>>map(FromServer::getClass).toList();
    }

    @Test
    void whatComesMeanwhileIsDoneAfterTheAnswerInItsOrder() {
        try (TestNode node = new TestNode(data, slow)) {
            // given a client that waits for nothing
            HandFedConnection connection = node.connect();
            connection.feed(login(new ConnectionMethod.TuneOk(2047, 131072, 0), new ConnectionMethod.Open("/")));
            node.run();
            assertEquals(List.of(ConnectionMethod.Start.class), kinds(connection.received()));

            // when it is known who it is
            slow.answer.complete(new Anybody.Login.Accepted("guest"));
            node.run();

            // then it is served as if nothing had happened
            assertEquals(
                    List.of(ConnectionMethod.Tune.class, ConnectionMethod.OpenOk.class), kinds(connection.received()));
            connection.close();
            node.run();
        }
    }

    @Test
    void refusalComesLaterInTheSameWords() {
        try (TestNode node = new TestNode(data, slow)) {
            HandFedConnection connection = node.connect();
            connection.feed(login());
            node.run();
            connection.received();
            slow.answer.complete(new Anybody.Login.Refused("no"));
            node.run();
            assertEquals(
                    List.of(new ConnectionMethod.Close(403, "ACCESS_REFUSED - Login was refused using authentication mechanism"
                            + " PLAIN. For details see the broker logfile.", 0, 0)),
                    connection.received());
            connection.close();
        }
    }

    @Test
    void clientThatGoesAwayIsNotFoundOutAbout() {
        try (TestNode node = new TestNode(data, slow)) {
            HandFedConnection connection = node.connect();
            connection.feed(login());
            node.run();
            connection.close();
            node.run();
            assertTrue(slow.answer.isCancelled());
        }
    }

    @Test
    void clientIsSentAwayWithoutAWordWhenTooManyCome() {
        try (TestNode node = new TestNode(data, slow)) {
            HandFedConnection connection = node.connect();
            connection.feed(login());
            node.run();
            connection.received();
            slow.answer.complete(new Anybody.Login.Busy());
            node.run();
            assertEquals(List.of(), connection.received());
            assertFalse(connection.isOpen());
        }
    }

    @Test
    void clientThatTalksAndTalksBeforeItIsKnownIsRefused() {
        try (TestNode node = new TestNode(data, slow)) {
            HandFedConnection connection = node.connect();
            var again = new ConnectionMethod.Open("/");
            connection.feed(login(again, again, again, again, again));
            node.run();
            assertTrue(slow.answer.isCancelled());
            connection.close();
        }
    }

    @Test
    void secretsAreCheckedOneAfterTheOther() {
        try (TestNode node = new TestNode(data, slow)) {
            // given a client that is in, and sends three secrets at once
            HandFedConnection connection = node.connect();
            connection.feed(login(new ConnectionMethod.TuneOk(2047, 131072, 0), new ConnectionMethod.Open("/")));
            slow.answer.complete(new Anybody.Login.Accepted("guest"));
            node.run();
            connection.received();
            slow.answer = new CompletableFuture<>();
            slow.asked = 0;
            for (int i = 0; i < 3; i++) {
                connection.feed(newSecret());
            }
            node.run();
            assertEquals(1, slow.asked);

            // when the first is right, then the next one's turn has come
            answer(node, new Anybody.Login.Accepted("guest"));
            assertEquals(List.of(ConnectionMethod.UpdateSecretOk.class), kinds(connection.received()));
            assertEquals(2, slow.asked);

            // and when that is wrong, then nobody asks about the third
            answer(node, new Anybody.Login.Refused("no"));
            assertEquals(List.of(ConnectionMethod.Close.class), kinds(connection.received()));
            assertEquals(2, slow.asked);
            connection.close();
            node.run();
        }
    }

    private void answer(TestNode node, Anybody.Login login) {
        CompletableFuture<Anybody.Login> awaited = slow.answer;
        slow.answer = new CompletableFuture<>();
        awaited.complete(login);
        node.run();
    }

    private static ByteBuf newSecret() {
        ByteBuf in = Unpooled.buffer();
        FrameWriter.method(in, 0, new ConnectionMethod.UpdateSecret(new Opaque(new byte[6]), "because"));
        return in;
    }
}
