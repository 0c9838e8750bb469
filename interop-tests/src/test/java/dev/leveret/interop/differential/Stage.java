package dev.leveret.interop.differential;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.Deadline;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/**
 * Where one scenario is played: connections to one broker, names that nobody else uses, and the transcript. Belongs to the
 * thread that plays the scenario. Queues and exchanges are deleted behind it.
 */
public final class Stage implements AutoCloseable {

    private final Broker broker;
    private final String prefix = "d" + UUID.randomUUID().toString().substring(0, 7) + "-";
    private final Transcript transcript = new Transcript(prefix);
    private final List<Connection> connections = new ArrayList<>();
    private final List<String> queues = new ArrayList<>();
    private final List<String> exchanges = new ArrayList<>();
    private int channels;
    private RecordedChannel main;
    private QueueWatch watch;

    public Stage(Broker broker) {
        this.broker = broker;
    }

    /** What has been seen so far. */
    public Transcript transcript() {
        return transcript;
    }

    /** The main channel, number 1. */
    public RecordedChannel channel() throws IOException, TimeoutException {
        if (main == null) {
            main = elsewhere();
        }
        return main;
    }

    /** A channel on a connection of its own. */
    public RecordedChannel elsewhere() throws IOException, TimeoutException {
        return new RecordedChannel(this, connect(), ++channels);
    }

    /** Another channel of the connection that the main one has. */
    public RecordedChannel sibling() throws IOException, TimeoutException {
        return new RecordedChannel(this, channel().connection(), ++channels);
    }

    /** A name for a queue: Q1, Q2 and so on in the transcript. */
    public String queueName() {
        queues.add(prefix + "Q" + (queues.size() + 1));
        return queues.getLast();
    }

    /** A name for an exchange: X1, X2 and so on in the transcript. */
    public String exchangeName() {
        exchanges.add(prefix + "X" + (exchanges.size() + 1));
        return exchanges.getLast();
    }

    /**
     * Lets time pass, by the broker's clock: until a message that lives so long, in a queue of its own, is gone. It is no step of
     * the scenario, and nothing is written.
     */
    public void pass(int millis) throws Exception {
        Channel fence = connections.getFirst().createChannel();
        String queue = fence.queueDeclare().getQueue();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().expiration(Integer.toString(millis)).build();
        fence.confirmSelect();
        fence.basicPublish("", queue, properties, new byte[0]);
        // Order: RabbitMQ counts before it takes what it was sent earlier.
        fence.waitForConfirmsOrDie();
        Deadline.await("the message in " + queue + " is gone", () -> fence.messageCount(queue) == 0);
        fence.queueDelete(queue);
        fence.close();
    }

    Connection connect() throws IOException, TimeoutException {
        ConnectionFactory factory = broker.factory();
        factory.setSharedExecutor(new CallerRuns());
        Connection connection = factory.newConnection();
        connections.add(connection);
        return connection;
    }

    /** Looks at queues by the first connection. */
    QueueWatch watch() throws IOException, TimeoutException {
        if (watch == null) {
            channel();
            watch = new QueueWatch(connections.getFirst());
        }
        return watch;
    }

    void line(String line) {
        transcript.line(line);
    }

    @Override
    public void close() throws IOException, TimeoutException {
        for (Connection connection : connections) {
            // Abort does what close does, and takes it well when the server has closed the connection already.
            connection.abort(2000);
        }
        try (Connection connection = broker.factory().newConnection(); Channel cleaning = connection.createChannel()) {
            for (String queue : queues) {
                cleaning.queueDelete(queue);
            }
            for (String exchange : exchanges) {
                cleaning.exchangeDelete(exchange);
            }
        }
    }

    /** Arguments of a quorum queue with these as well. */
    public static Map<String, Object> quorum(Map<String, Object> more) {
        Map<String, Object> arguments = new HashMap<>(more);
        arguments.put("x-queue-type", "quorum");
        return arguments;
    }
}
