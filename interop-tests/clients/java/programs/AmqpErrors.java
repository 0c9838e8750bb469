import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** amqp-client: what closes a channel or a connection, with the server's code and text, and logins that are refused. */
class AmqpErrors {

    private interface Attempt {
        void on(Channel channel) throws Exception;
    }

    private static final ConnectionFactory FACTORY = new ConnectionFactory();

    public static void main(String[] args) throws Exception {
        FACTORY.setUri(System.getenv("AMQP_URL"));
        FACTORY.setAutomaticRecoveryEnabled(false);
        try (Connection connection = FACTORY.newConnection("java-errors")) {
            connection.createChannel().queueDeclare("java-errors", false, true, false, null);
            attempt(connection, "no queue", channel -> channel.queueDeclarePassive("java-none"));
            attempt(connection, "no exchange", channel -> channel.exchangeDeclarePassive("java-none"));
            attempt(connection, "other arguments", channel -> channel.queueDeclare("java-errors", false, true, false,
                    Map.of("x-max-length", 1)));
            attempt(connection, "other durability", channel -> channel.queueDeclare("java-errors", true, true, false, null));
            attempt(connection, "a bad argument", channel -> channel.queueDeclare("java-bad", false, true, false,
                    Map.of("x-message-ttl", -1)));
            attempt(connection, "another type", channel -> channel.exchangeDeclare("amq.direct", "fanout", true));
            attempt(connection, "a reserved name", channel -> channel.queueDeclare("amq.mine", false, true, false, null));
            attempt(connection, "the default exchange", channel -> channel.queueBind("java-errors", "", "key"));
            attempt(connection, "a system exchange", channel -> channel.exchangeDelete("amq.direct"));
            attempt(connection, "a queue in use", channel -> {
                channel.basicConsume("java-errors", true, (tag, delivery) -> { }, tag -> { });
                channel.queueDelete("java-errors", true, false);
            });
            attempt(connection, "unknown tag", AmqpErrors::ackUnknown);
            attempt(connection, "publish to no exchange", channel -> {
                channel.basicPublish("java-none", "key", null, new byte[0]);
                channel.queueDeclarePassive("java-errors");
            });
            attempt(connection, "another user's id", channel -> {
                channel.basicPublish("", "java-errors", new AMQP.BasicProperties.Builder().userId("other").build(), new byte[0]);
                channel.queueDeclarePassive("java-errors");
            });
            attempt(connection, "two exclusive consumers", channel -> {
                channel.basicConsume("java-errors", true, "", false, true, null, new DefaultConsumer(channel));
                channel.basicConsume("java-errors", true, "", false, true, null, new DefaultConsumer(channel));
            });
            attempt(connection, "transactions and confirms", channel -> {
                channel.confirmSelect();
                channel.txSelect();
            });
            try (Connection other = FACTORY.newConnection("java-errors-other")) {
                attempt(other, "another's exclusive queue", channel -> channel.basicGet("java-errors", true));
            }
            System.out.println("connection open " + connection.isOpen());
        }
        connectionErrors();
        logins();
    }

    private static void ackUnknown(Channel channel) throws Exception {
        BlockingQueue<ShutdownSignalException> closed = new LinkedBlockingQueue<>();
        channel.addShutdownListener(closed::add);
        channel.basicAck(17, false);
        ShutdownSignalException signal = closed.poll(20, TimeUnit.SECONDS);
        if (signal != null) {
            throw signal;
        }
    }

    private static void attempt(Connection connection, String what, Attempt attempt) throws Exception {
        Channel channel = connection.createChannel();
        try {
            attempt.on(channel);
            System.out.println(what + ": nothing");
            channel.close();
        } catch (ShutdownSignalException e) {
            System.out.println(what + ": " + reason(e));
        } catch (IOException e) {
            System.out.println(what + ": " + reason((ShutdownSignalException) e.getCause()));
        }
    }

    private static String reason(ShutdownSignalException signal) {
        Method method = signal.getReason();
        if (method instanceof AMQP.Channel.Close close) {
            return "channel closed " + close.getReplyCode() + " " + close.getReplyText() + " by " + close.getClassId() + "."
                    + close.getMethodId();
        }
        AMQP.Connection.Close close = (AMQP.Connection.Close) method;
        return "connection closed " + close.getReplyCode() + " " + close.getReplyText() + " by " + close.getClassId() + "."
                + close.getMethodId();
    }

    private static void connectionErrors() throws Exception {
        closesAll("no exchange type", channel -> channel.exchangeDeclare("java-x", "no-such-type"));
        closesAll("immediate", channel -> {
            channel.basicPublish("", "java-none", false, true, null, new byte[0]);
            channel.queueDeclare();
        });
    }

    private static void closesAll(String what, Attempt attempt) throws Exception {
        Connection connection = FACTORY.newConnection("java-errors-closed");
        attempt(connection, what, attempt);
        System.out.println("connection open " + connection.isOpen());
        connection.abort();
    }

    private static void logins() throws Exception {
        FACTORY.setPassword("wrong");
        refused("a wrong password");
        FACTORY.setPassword("guest");
        FACTORY.setVirtualHost("java-no-such-host");
        refused("no such virtual host");
    }

    private static void refused(String what) throws Exception {
        try {
            FACTORY.newConnection().close();
            System.out.println(what + ": let in");
        } catch (IOException e) {
            System.out.println(what + ": " + e.getClass().getSimpleName() + " " + e.getMessage() + cause(e));
        }
    }

    private static String cause(IOException e) {
        return e.getCause() instanceof ShutdownSignalException signal ? " " + reason(signal) : "";
    }
}
