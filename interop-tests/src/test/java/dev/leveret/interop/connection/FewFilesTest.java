package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that may open few files, and more sockets than that. */
@LeveretOnly("starts a broker under a limit of files")
class FewFilesTest {

    private static final int FILES = 150;
    private static final int FLOOD = 600;
    private static final int SOCKETS_PER_MESSAGE = 10;

    /** Of 150 files. */
    private static final int CONNECTIONS_MIN = 20;

    private static final List<String> LIMITED = List.of("sh", "-c", "ulimit -n " + FILES + " && exec \"$@\"", "sh");

    @TempDir
    private Path data;

    @Test
    void floodOfStrangersHarmsNobody() throws Exception {
        List<SocketChannel> flood = new ArrayList<>();
        try (BrokerProcess process = BrokerProcess.launch(LIMITED, data)) {
            process.awaitStart();
            try (Client client = new Client(process.broker())) {
                // given a publisher that waits for each confirm
                Channel channel = client.channel();
                String queue = client.sharedQueue();
                channel.confirmSelect();

                // when four times as many sockets are opened as there may be files
                for (int i = 0; i < FLOOD; i++) {
                    flood.add(opened(process));
                    if (i % SOCKETS_PER_MESSAGE == 0) {
                        channel.basicPublish("", queue, MessageProperties.PERSISTENT_BASIC, Client.bytes("goes on"));
                        channel.waitForConfirmsOrDie(Deadline.SECONDS * 1_000L);
                    }
                }

                // then all is confirmed, those who came first had to go, and somebody who logs in may
                assertEquals(FLOOD / SOCKETS_PER_MESSAGE, channel.messageCount(queue));
                assertTrue(hasEnded(flood.getFirst()));
                assertTrue(client.connect().isOpen());

                // and when the flood is over, many are served at once
                closeAll(flood);
                List<Channel> others = new ArrayList<>();
                for (int i = 0; i < CONNECTIONS_MIN; i++) {
                    others.add(client.connect().createChannel());
                }
                for (Channel other : others) {
                    assertEquals("goes on", Client.text(other.basicGet(queue, true)));
                }
            }
            assertEquals(List.of(), process.stackTraceLines(), process::logText);
            assertEquals(0, process.stop());
        } finally {
            closeAll(flood);
        }
    }

    @Test
    void oneConnectionTooManyHearsWhyAndTheOthersGoOn() throws Exception {
        try (BrokerProcess process = BrokerProcess.launch(LIMITED, data)) {
            process.awaitStart();
            try (Client client = new Client(process.broker()); Client many = new Client(process.broker())) {
                String queue = client.sharedQueue();
                int[] served = {0};
                IOException refused = assertThrows(IOException.class, () -> {
                    while (served[0] < FILES) {
                        many.connect();
                        served[0]++;
                    }
                });
                assertTrue(refused.getCause().getMessage().contains("node connection limit"), refused.getCause()::getMessage);
                assertTrue(served[0] >= CONNECTIONS_MIN, () -> served[0] + " were served");
                client.publish("", queue, "goes on");
                client.awaitReady(queue, 1);
            }
            try (Client newcomer = new Client(process.broker())) {
                Deadline.await("somebody new is served", () -> isServed(newcomer));
            }
            assertEquals(0, process.stop());
        }
    }

    /** The others may not all have gone. */
    private static boolean isServed(Client client) throws Exception {
        try {
            return client.connect().isOpen();
        } catch (IOException tooEarly) {
            return false;
        }
    }

    private static SocketChannel opened(BrokerProcess process) throws IOException {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), process.broker().port());
        SocketChannel socket = SocketChannel.open(address);
        socket.write(ByteBuffer.wrap(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}));
        return socket;
    }

    /** Whether the broker has closed it, behind what it may have said. */
    private static boolean hasEnded(SocketChannel socket) {
        ByteBuffer bytes = ByteBuffer.allocate(4_096);
        try {
            int size = 0;
            while (size >= 0) {
                size = socket.read(bytes.clear());
            }
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    private static void closeAll(List<SocketChannel> sockets) throws IOException {
        for (SocketChannel socket : sockets) {
            socket.close();
        }
    }
}
