import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** amqp-client: prefetch, ack, nack, reject, recover, get, priorities, consumer callbacks, dead letters with x-death. */
class AmqpConsuming {

    private static final String QUEUE = "java-consuming";

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection("java-consuming")) {
            connection.createChannel().queueDeclare(QUEUE, false, true, true, null);
            prefetch(connection.createChannel());
            settle(connection.createChannel());
            callbacks(connection.createChannel());
            priorities(connection.createChannel());
            deadLetters(connection.createChannel());
            manyChannels(connection);
        }
    }

    private static void fill(Channel channel, String queue, int count) throws Exception {
        for (int i = 1; i <= count; i++) {
            channel.basicPublish("", queue, null, Integer.toString(i).getBytes());
        }
    }

    private static <T> T next(BlockingQueue<T> came) throws Exception {
        T next = came.poll(20, TimeUnit.SECONDS);
        if (next == null) {
            throw new TimeoutException("nothing came");
        }
        return next;
    }

    private static void prefetch(Channel channel) throws Exception {
        channel.queueDeclare("java-prefetch", false, true, false, null);
        fill(channel, "java-prefetch", 6);
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        channel.basicQos(2);
        channel.basicConsume("java-prefetch", false, "three", (tag, delivery) -> deliveries.add(delivery), tag -> { });
        Delivery first = next(deliveries);
        Delivery second = next(deliveries);
        System.out.println("two are unacknowledged, ready " + channel.messageCount("java-prefetch") + ", consumers "
                + channel.consumerCount("java-prefetch"));
        channel.basicAck(second.getEnvelope().getDeliveryTag(), true);
        System.out.println(text(first) + text(second) + text(next(deliveries)) + text(next(deliveries)));
        channel.basicCancel("three");
        channel.basicNack(4, true, false);
        System.out.println("after cancel ready " + channel.messageCount("java-prefetch"));
        GetResponse got = channel.basicGet("java-prefetch", false);
        System.out.println("got " + new String(got.getBody()) + ", behind it " + got.getMessageCount());
        channel.close();
    }

    private static String text(Delivery delivery) {
        return new String(delivery.getBody()) + (delivery.getEnvelope().isRedeliver() ? "r " : " ");
    }

    private static void settle(Channel channel) throws Exception {
        channel.queueDeclare("java-settle", false, true, false, null);
        fill(channel, "java-settle", 4);
        BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
        channel.basicConsume("java-settle", false, (tag, delivery) -> deliveries.add(delivery), tag -> { });
        List<Delivery> all = take(deliveries, 4);
        channel.basicReject(all.get(0).getEnvelope().getDeliveryTag(), false);
        channel.basicNack(all.get(1).getEnvelope().getDeliveryTag(), false, true);
        System.out.println("requeued " + text(next(deliveries)));
        channel.basicRecover(true);
        System.out.println("recovered " + take(deliveries, 3).stream().map(AmqpConsuming::text).toList());
        channel.basicAck(0, true);
        System.out.println("left " + channel.queueDelete("java-settle").getMessageCount());
    }

    private static List<Delivery> take(BlockingQueue<Delivery> deliveries, int count) throws Exception {
        List<Delivery> taken = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            taken.add(next(deliveries));
        }
        return taken;
    }

    /** What a consumer is told of, in order. */
    private static void callbacks(Channel channel) throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        channel.queueDeclare("java-callbacks", false, true, false, null);
        channel.basicConsume("java-callbacks", true, "mine", false, false, Map.of(), new DefaultConsumer(channel) {
            @Override
            public void handleConsumeOk(String tag) {
                told.add("consume-ok " + tag);
            }

            @Override
            public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body) {
                told.add("delivery " + tag + " " + envelope.getDeliveryTag() + " " + envelope.getExchange() + " "
                        + envelope.getRoutingKey() + " " + new String(body));
            }

            @Override
            public void handleCancelOk(String tag) {
                told.add("cancel-ok " + tag);
            }

            @Override
            public void handleCancel(String tag) {
                told.add("cancelled by the server " + tag);
            }

            @Override
            public void handleShutdownSignal(String tag, ShutdownSignalException signal) {
                told.add("shutdown " + signal.getReason().protocolMethodName());
            }
        });
        System.out.println(next(told));
        fill(channel, "java-callbacks", 1);
        System.out.println(next(told));
        channel.queueDelete("java-callbacks");
        System.out.println(next(told));
    }

    private static void priorities(Channel channel) throws Exception {
        channel.queueDeclare("java-priorities", false, true, false, Map.of("x-max-priority", 5));
        for (int priority : new int[] {1, 9, 0, 3, 5}) {
            channel.basicPublish("", "java-priorities", new AMQP.BasicProperties.Builder().priority(priority).build(),
                    Integer.toString(priority).getBytes());
        }
        StringBuilder order = new StringBuilder();
        for (GetResponse got = channel.basicGet("java-priorities", true); got != null;
                got = channel.basicGet("java-priorities", true)) {
            order.append(new String(got.getBody())).append(' ');
        }
        System.out.println("by priority " + order);
        BlockingQueue<String> taken = new LinkedBlockingQueue<>();
        channel.basicConsume("java-priorities", true, "low", false, false, Map.of("x-priority", 1), (tag, delivery) ->
                taken.add(tag), tag -> { }, (tag, signal) -> { });
        channel.basicConsume("java-priorities", true, "high", false, false, Map.of("x-priority", 2), (tag, delivery) ->
                taken.add(tag), tag -> { }, (tag, signal) -> { });
        fill(channel, "java-priorities", 1);
        System.out.println("the consumer of higher priority: " + next(taken));
    }

    private static void deadLetters(Channel channel) throws Exception {
        channel.queueDeclare("java-dead", false, true, false, null);
        channel.queueDeclare("java-live", false, true, false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "java-dead", "x-max-length", 2));
        BlockingQueue<Delivery> dead = new LinkedBlockingQueue<>();
        channel.basicConsume("java-dead", true, (tag, delivery) -> dead.add(delivery), tag -> { });
        fill(channel, "java-live", 3);
        showDeath(next(dead));
        channel.basicReject(channel.basicGet("java-live", false).getEnvelope().getDeliveryTag(), false);
        showDeath(next(dead));
        channel.queuePurge("java-live");
        channel.basicPublish("", "java-live", new AMQP.BasicProperties.Builder().expiration("1").build(), "late".getBytes());
        showDeath(next(dead));
    }

    private static void showDeath(Delivery delivery) {
        Map<String, Object> headers = new TreeMap<>(delivery.getProperties().getHeaders());
        List<?> deaths = (List<?>) headers.remove("x-death");
        Map<String, Object> death = new TreeMap<>();
        ((Map<?, ?>) deaths.getFirst()).forEach((name, value) -> death.put(name.toString(), value));
        death.remove("time");
        System.out.println("dead " + new String(delivery.getBody()) + " " + headers + " " + death + " expiration "
                + delivery.getProperties().getExpiration());
    }

    private static void manyChannels(Connection connection) throws Exception {
        List<Channel> channels = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            channels.add(connection.createChannel());
        }
        CountDownLatch delivered = new CountDownLatch(50);
        for (Channel channel : channels) {
            channel.basicConsume(QUEUE, true, (tag, delivery) -> delivered.countDown(), tag -> { });
        }
        for (Channel channel : channels) {
            fill(channel, QUEUE, 1);
        }
        if (!delivered.await(20, TimeUnit.SECONDS)) {
            System.out.println("not delivered: " + delivered.getCount());
        }
        System.out.println("consumers " + channels.getFirst().consumerCount(QUEUE));
        for (Channel channel : channels.subList(1, 50)) {
            channel.close();
        }
        System.out.println("after closing their channels " + channels.getFirst().consumerCount(QUEUE));
    }
}
