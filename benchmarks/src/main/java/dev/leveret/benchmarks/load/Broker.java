package dev.leveret.benchmarks.load;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * The broker on this machine.
 *
 * @param port where it listens
 */
public record Broker(int port) {

    /** The properties of a message that survives the broker. */
    public static final AMQP.BasicProperties PERSISTENT = MessageProperties.MINIMAL_PERSISTENT_BASIC;

    /** The properties of one that need not. */
    public static final AMQP.BasicProperties TRANSIENT = MessageProperties.MINIMAL_BASIC;

    /** A connection that is not made again by itself when it is lost. */
    public Connection connect(String name) throws IOException, TimeoutException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(10_000);
        return factory.newConnection(name);
    }

    /** The name of one of many queues. */
    public static String queue(String prefix, int index) {
        return prefix + "." + index;
    }

    /** Declares durable queues {@code prefix.0} and so on. */
    public void declare(String prefix, int queues, Map<String, Object> arguments) throws IOException, TimeoutException {
        try (Connection connection = connect("declare"); Channel channel = connection.createChannel()) {
            for (int queue = 0; queue < queues; queue++) {
                channel.queueDeclare(queue(prefix, queue), true, false, false, arguments);
            }
        }
    }

    /** The name of the exchange where messages for such queues wait. */
    public static String delaying(String prefix) {
        return prefix + ".later";
    }

    /** Declares an exchange where messages wait, and go to the queue of their routing key then; binds these queues. */
    public void declareDelaying(String prefix, int queues) throws IOException, TimeoutException {
        try (Connection connection = connect("declare"); Channel channel = connection.createChannel()) {
            channel.exchangeDeclare(
                    delaying(prefix), "x-delayed-message", true, false, Map.of("x-delayed-type", "direct"));
            for (int queue = 0; queue < queues; queue++) {
                channel.queueBind(queue(prefix, queue), delaying(prefix), queue(prefix, queue));
            }
        }
    }

    /** Messages ready in all these queues. */
    public long ready(String prefix, int queues) throws IOException, TimeoutException {
        long ready = 0;
        try (Connection connection = connect("count"); Channel channel = connection.createChannel()) {
            for (int queue = 0; queue < queues; queue++) {
                ready += channel.messageCount(queue(prefix, queue));
            }
        }
        return ready;
    }
}
