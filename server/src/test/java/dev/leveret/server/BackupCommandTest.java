package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.control.ControlClient;
import dev.leveret.server.control.RequestException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A running broker can be asked for a backup through the socket in its data folder. */
class BackupCommandTest {

    @TempDir
    private Path folder;

    private Path data() {
        return folder.resolve("data");
    }

    private static QueueMethod.Declare declare(boolean passive) {
        return new QueueMethod.Declare("work", passive, true, false, false, false, FieldTable.EMPTY);
    }

    @Test
    void brokerCanBeStartedOnABackup() throws Exception {
        Path target = folder.resolve("backup");
        try (TestBroker broker = TestBroker.start(data());
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            // given a durable queue
            client.send(1, declare(false));
            client.expect(1, QueueMethod.DeclareOk.class);

            // when a backup is made, then the answer says where it is
            String answer = ControlClient.backup(data(), target);
            assertTrue(answer.startsWith("the backup is in " + target + ", "), answer);
            client.roundTrip(1); // and the broker goes on
        }
        // and a broker on it has the queue
        try (TestBroker restored = TestBroker.start(target);
                RawClient client = RawClient.opened(restored.port()).openChannel(1)) {
            client.send(1, declare(true));
            client.expect(1, QueueMethod.DeclareOk.class);
        }
    }

    @Test
    void backupThatFailsIsToldAndTheBrokerGoesOn() throws Exception {
        Path full = Files.createDirectories(folder.resolve("full"));
        Files.writeString(full.resolve("file"), "mine");
        try (TestBroker broker = TestBroker.start(data());
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            assertEquals("the backup can't go to " + full + ": the folder is not empty", refused(full));
            client.send(1, declare(false));
            client.expect(1, QueueMethod.DeclareOk.class);
            ControlClient.backup(data(), folder.resolve("backup"));
        }
    }

    @Test
    void withoutABrokerThatIsSaid() throws Exception {
        Path socket = data().resolve("control");
        assertEquals("no broker is running on " + data() + ": there is no " + socket, refused(folder.resolve("b")));
        TestBroker.start(data()).close();
        assertTrue(Files.notExists(socket));
    }

    @Test
    void socketIsForTheBrokersUserAloneAndReplacesOneThatWasLeft() throws Exception {
        // given a socket of a process that was killed
        Files.createDirectories(data());
        Path socket = data().resolve("control");
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket));
        }
        String nobody = "no broker is running on " + data() + ": nobody listens on " + socket;
        assertEquals(nobody, refused(folder.resolve("b")));

        // when a broker starts, then its own is there
        try (TestBroker broker = TestBroker.start(data())) {
            assertTrue(broker.port() > 0);
            assertEquals(PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(socket));
            ControlClient.backup(data(), folder.resolve("b"));
        }
    }

    @Test
    void whatIsNotKnownIsRefusedAndASilentClientHoldsNobodyUp() throws Exception {
        TestBroker broker = TestBroker.start(data());
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(data().resolve("control"));
        try (SocketChannel client = SocketChannel.open(address)) {
            client.write(ByteBuffer.wrap("fly away\n".getBytes(StandardCharsets.UTF_8)));
            ByteBuffer answer = ByteBuffer.allocate(200);
            while (client.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            assertEquals(
                    "error this broker does not know what is asked of it: fly away\n",
                    StandardCharsets.UTF_8.decode(answer.flip()).toString());
        }
        // and one that says nothing does not keep the broker from its end
        try (SocketChannel silent = SocketChannel.open(address)) {
            assertTrue(silent.isConnected());
            broker.close();
        }
    }

    private String refused(Path target) {
        return assertThrows(RequestException.class, () -> ControlClient.backup(data(), target)).getMessage();
    }
}
