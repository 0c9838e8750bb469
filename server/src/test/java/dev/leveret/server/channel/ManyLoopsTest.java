package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.server.TestBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real loops on real threads: consumers come and go on all of them, with the queue after them, while others publish. */
@Timeout(60)
class ManyLoopsTest {

    private static final int PUBLISHERS = 4;
    private static final int MESSAGES = 2_000;
    private static final String QUEUE = "work";

    @TempDir
    private Path data;

    private TestBroker broker;
    private ConnectionFactory factory;
    private ExecutorService publishers;

    @BeforeEach
    void start() {
        broker = TestBroker.start(data, "leveret.loops", "4", "leveret.connections_per_loop", "1");
        factory = new ConnectionFactory();
        factory.setPort(broker.port());
        factory.setAutomaticRecoveryEnabled(false);
        publishers = Executors.newFixedThreadPool(PUBLISHERS);
    }

    @AfterEach
    void stop() {
        publishers.shutdownNow();
        broker.close();
    }

    private List<Future<Void>> publish() {
        List<Future<Void>> running = new ArrayList<>();
        for (int i = 0; i < PUBLISHERS; i++) {
            int publisher = i;
            Callable<Void> task = () -> {
                publish(publisher);
                return null;
            };
            running.add(publishers.submit(task));
        }
        return running;
    }

    private void publish(int publisher) throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int number = 1; number <= MESSAGES; number++) {
                AMQP.BasicProperties properties =
                        number % 3 == 0 ? MessageProperties.PERSISTENT_BASIC : MessageProperties.MINIMAL_BASIC;
                channel.basicPublish("", QUEUE, properties, (publisher + "/" + number).getBytes());
                if (number % 500 == 0) {
                    channel.waitForConfirmsOrDie(20_000);
                }
            }
            channel.waitForConfirmsOrDie(20_000);
        }
    }

    private void declare() throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, null);
        }
    }

    private long left() throws Exception {
        try (Connection connection = factory.newConnection();
                Channel channel = connection.createChannel()) {
            return channel.messageCount(QUEUE);
        }
    }

    /** Takes messages until it has enough, then leaves properly; what it holds is acknowledged. */
    private final class Guest extends DefaultConsumer {

        private final List<String> taken = new ArrayList<>();
        private final CountDownLatch enough = new CountDownLatch(1);
        private final CountDownLatch cancelled = new CountDownLatch(1);
        private final int wanted;

        Guest(Channel channel, int wanted) {
            super(channel);
            this.wanted = wanted;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            taken.add(new String(body));
            getChannel().basicAck(envelope.getDeliveryTag(), false);
            if (taken.size() == wanted) {
                enough.countDown();
            }
        }

        /** Comes after all deliveries. */
        @Override
        public void handleCancelOk(String tag) {
            cancelled.countDown();
        }
    }

    @Test
    void eachPublishersOrderSurvivesConsumersOnEveryLoop() throws Exception {
        // given publishers on all loops
        declare();
        List<Future<Void>> running = publish();

        // when one consumer after the other takes a part, each on a connection of its own
        List<String> all = new ArrayList<>();
        while (all.size() < PUBLISHERS * MESSAGES) {
            try (Connection connection = factory.newConnection();
                    Channel channel = connection.createChannel()) {
                channel.basicQos(100);
                Guest guest = new Guest(channel, Math.min(700, PUBLISHERS * MESSAGES - all.size()));
                String tag = channel.basicConsume(QUEUE, guest);
                assertTrue(guest.enough.await(20, TimeUnit.SECONDS), "only " + all.size());
                channel.basicCancel(tag);
                assertTrue(guest.cancelled.await(20, TimeUnit.SECONDS));
                all.addAll(guest.taken);
            }
        }
        for (Future<Void> publisher : running) {
            publisher.get();
        }

        // then each publisher's messages came once and in order
        Map<String, Integer> last = new HashMap<>();
        for (String body : all) {
            String[] parts = body.split("/");
            assertEquals(last.getOrDefault(parts[0], 0) + 1, Integer.parseInt(parts[1]), "of " + parts[0]);
            last.put(parts[0], Integer.parseInt(parts[1]));
        }
        assertEquals(0, left());
    }
}
