package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.server.TestBroker;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thousands of sockets that never log in, beside a client that has. */
class FloodTest {

    private static final int SOCKETS = 5_000;
    private static final int SOCKETS_PER_MESSAGE = 10;
    private static final int HALF_OPEN_MAX = 1_000;

    @Test
    void clientThatHasLoggedInGoesOnDuringAFlood(@TempDir Path data) throws Exception {
        List<SocketChannel> flood = new ArrayList<>();
        try (TestBroker broker = TestBroker.start(data, "tcp_listen_options.backlog", "1024");
                Connection connection = connect(broker.port())) {
            // given a publisher that waits for each confirm
            Channel channel = connection.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            channel.confirmSelect();

            // when sockets are opened meanwhile, and kept, some with the beginning of a handshake
            for (int i = 0; i < SOCKETS; i++) {
                flood.add(SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), broker.port())));
                if (i % 3 == 0) {
                    flood.getLast().write(ByteBuffer.wrap(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1}));
                }
                if (i % SOCKETS_PER_MESSAGE == 0) {
                    channel.basicPublish("", "q", MessageProperties.PERSISTENT_BASIC, new byte[100]);
                    channel.waitForConfirmsOrDie(60_000);
                }
            }

            // then all is confirmed, and another client can still log in
            assertEquals(SOCKETS / SOCKETS_PER_MESSAGE, channel.messageCount("q"));
            connect(broker.port()).close();
            assertTrue(broker.broker().connections().accepted() >= SOCKETS);
            assertTrue(broker.broker().connections().count() <= HALF_OPEN_MAX + 2);
        } finally {
            for (SocketChannel socket : flood) {
                socket.close();
            }
        }
    }

    private static Connection connect(int port) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
