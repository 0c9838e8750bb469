package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The Java client's automatic recovery finds everything again behind a server that was ended and started anew. Somebody else's broker is
 * ended and started by the command that {@code -Dbroker.control} names.
 */
class RecoveryAcrossRestartTest {

    /** How a server goes. */
    private enum End {
        /** Its process is told to end. */
        STOPPED,
        KILLED,
        /** Its process goes on; whoever operates it has stopped all else. */
        APPLICATION_STOPPED
    }

    @TempDir
    Path data;

    /** Nobody but its operator can end somebody else's broker. */
    private static Stream<End> ends() {
        return Arrays.stream(End.values()).filter(Restarts::canBe);
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("ends")
    void connectionTopologyAndConsumersAreThereAfterwards(End end) throws Exception {
        BlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
        CountDownLatch recovered = new CountDownLatch(1);
        try (Restarts restarts = new Restarts(data); Connection connection = connect(restarts.address(), recovered)) {
            // given what is durable and what lives with the connection, each with a consumer, and a message that waits
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.exchangeDeclare("recovery-passing", "topic", false, true, null);
            channel.queueDeclare("recovery-durable", true, false, false, null);
            channel.queueDeclare("recovery-exclusive", false, true, true, null);
            channel.queueBind("recovery-durable", "recovery-passing", "key");
            channel.queueBind("recovery-exclusive", "recovery-passing", "key");
            channel.queueDeclare("recovery-waiting", true, false, false, null);
            publish(channel, "", "recovery-waiting", "kept");
            consume(channel, "recovery-durable", deliveries);
            consume(channel, "recovery-exclusive", deliveries);

            // when the server goes and comes back
            restarts.restart(end);
            assertTrue(recovered.await(20, TimeUnit.SECONDS), "recovered");

            // then both consumers get what is published, and the message is still there
            publish(channel, "recovery-passing", "key", "after");
            assertEquals("after", Deadline.next(deliveries, "a delivery"));
            assertEquals("after", Deadline.next(deliveries, "the other delivery"));
            assertEquals("kept", new String(channel.basicGet("recovery-waiting", true).getBody(), StandardCharsets.UTF_8));
            channel.queueDelete("recovery-waiting");
            channel.queueDelete("recovery-durable");
        }
    }

    private static Connection connect(Broker address, CountDownLatch recovered) throws Exception {
        ConnectionFactory factory = address.factory();
        factory.setAutomaticRecoveryEnabled(true);
        factory.setTopologyRecoveryEnabled(true);
        factory.setNetworkRecoveryInterval(50);
        Connection connection = factory.newConnection();
        ((RecoverableConnection) connection).addRecoveryListener(new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable recoverable) {
                recovered.countDown();
            }

            @Override
            public void handleRecoveryStarted(Recoverable recoverable) {
                // its end is what is waited for
            }
        });
        return connection;
    }

    private static void publish(Channel channel, String exchange, String key, String body) throws Exception {
        AMQP.BasicProperties properties = MessageProperties.PERSISTENT_TEXT_PLAIN;
        channel.basicPublish(exchange, key, properties, body.getBytes(StandardCharsets.UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    private static void consume(Channel channel, String queue, BlockingQueue<String> deliveries) throws Exception {
        channel.basicConsume(queue, true, (tag, delivery) ->
                deliveries.add(new String(delivery.getBody(), StandardCharsets.UTF_8)), tag -> { });
    }

    /** A server whose address stays, whichever port its process has. */
    private static final class Restarts implements AutoCloseable {

        private final Path data;
        private volatile OwnBroker broker;
        private final Wire wire;

        Restarts(Path data) throws Exception {
            this.data = data;
            broker = start();
            wire = Wire.to(() -> broker.broker());
        }

        private OwnBroker start() {
            return OwnBroker.start(data, "recovery");
        }

        static boolean canBe(End end) {
            return end == End.APPLICATION_STOPPED ? OwnBroker.isOperated() : OwnBroker.isOurs();
        }

        Broker address() {
            return wire.end();
        }

        void restart(End end) throws Exception {
            switch (end) {
                case STOPPED -> {
                    broker.process().stop();
                    broker = start();
                }
                case KILLED -> {
                    broker.process().kill();
                    broker = start();
                }
                case APPLICATION_STOPPED -> {
                    broker.operate("stop_app");
                    broker.operate("start_app");
                }
            }
        }

        @Override
        public void close() throws IOException {
            wire.close();
            broker.close();
        }
    }
}
