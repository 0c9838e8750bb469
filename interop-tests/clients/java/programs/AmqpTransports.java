import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.nio.NioParams;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** amqp-client: the same over blocking sockets, over NIO and over Netty, with heartbeats and large bodies. */
@SuppressWarnings("deprecation")
class AmqpTransports {

    private static final int COUNT = 100;

    public static void main(String[] args) throws Exception {
        ConnectionFactory blocking = new ConnectionFactory();
        use("blocking", blocking);

        ConnectionFactory nio = new ConnectionFactory();
        nio.useNio();
        nio.setNioParams(new NioParams().setNbIoThreads(2));
        use("NIO", nio);

        ConnectionFactory netty = new ConnectionFactory();
        netty.netty();
        use("Netty", netty);
    }

    private static void use(String name, ConnectionFactory factory) throws Exception {
        factory.setUri(System.getenv("AMQP_URL"));
        factory.setRequestedHeartbeat(27);
        factory.setRequestedChannelMax(100);
        try (Connection connection = factory.newConnection("java-" + name)) {
            System.out.println(name + " heartbeat " + connection.getHeartbeat() + ", channel max " + connection.getChannelMax()
                    + ", frame max " + connection.getFrameMax());
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            BlockingQueue<Integer> sizes = new LinkedBlockingQueue<>();
            channel.basicQos(10);
            channel.basicConsume(queue, false, (tag, delivery) -> {
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                sizes.add(delivery.getBody().length);
            }, tag -> { });
            for (int i = 0; i < COUNT - 1; i++) {
                channel.basicPublish("", queue, null, new byte[i]);
            }
            channel.basicPublish("", queue, null, new byte[1_000_000]);
            System.out.println(name + " confirmed " + channel.waitForConfirms(20_000));
            long bytes = 0;
            int last = 0;
            for (int i = 0; i < COUNT; i++) {
                last = sizes.poll(20, TimeUnit.SECONDS);
                bytes += last;
            }
            System.out.println(name + " got " + bytes + " bytes, the last time " + last);
            System.out.println(name + " left " + channel.queueDelete(queue).getMessageCount());
        }
    }
}
