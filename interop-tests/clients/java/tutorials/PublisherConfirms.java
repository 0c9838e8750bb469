import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class PublisherConfirms {

    private static final int COUNT = 100;

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection()) {
            oneByOne(confirming(connection));
            inBatches(confirming(connection));
            asTheyCome(confirming(connection));
        }
    }

    private static Channel confirming(Connection connection) throws Exception {
        Channel channel = connection.createChannel();
        channel.confirmSelect();
        return channel;
    }

    private static void oneByOne(Channel channel) throws Exception {
        String queue = channel.queueDeclare().getQueue();
        for (int i = 0; i < COUNT; i++) {
            channel.basicPublish("", queue, null, Integer.toString(i).getBytes());
            channel.waitForConfirmsOrDie(20_000);
        }
        System.out.println("confirmed " + COUNT + " one by one");
    }

    private static void inBatches(Channel channel) throws Exception {
        String queue = channel.queueDeclare().getQueue();
        for (int i = 0; i < COUNT; i++) {
            channel.basicPublish("", queue, null, Integer.toString(i).getBytes());
            if (i % 20 == 19) {
                channel.waitForConfirmsOrDie(20_000);
            }
        }
        System.out.println("confirmed " + COUNT + " in batches");
    }

    private static void asTheyCome(Channel channel) throws Exception {
        String queue = channel.queueDeclare().getQueue();
        ConcurrentNavigableMap<Long, String> outstanding = new ConcurrentSkipListMap<>();
        CountDownLatch confirmed = new CountDownLatch(COUNT);
        channel.addConfirmListener((tag, multiple) -> {
            var those = multiple ? outstanding.headMap(tag, true) : outstanding.subMap(tag, true, tag, true);
            for (long each : those.keySet()) {
                outstanding.remove(each);
                confirmed.countDown();
            }
        }, (tag, multiple) -> {
            throw new IllegalStateException("refused: " + outstanding.get(tag));
        });
        for (int i = 0; i < COUNT; i++) {
            String body = Integer.toString(i);
            outstanding.put(channel.getNextPublishSeqNo(), body);
            channel.basicPublish("", queue, null, body.getBytes());
        }
        if (confirmed.await(20, TimeUnit.SECONDS)) {
            System.out.println("confirmed " + COUNT + " as they came");
        }
    }
}
