import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import com.rabbitmq.client.impl.recovery.AutorecoveringConnection;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** amqp-client: automatic recovery of connection, channels, exchanges, queues, bindings, consumers, prefetch and confirms. */
class AmqpRecovery {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        factory.setNetworkRecoveryInterval(100);
        try (Connection connection = factory.newConnection("java-recovery")) {
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            ((RecoverableConnection) connection).addRecoveryListener(new RecoveryListener() {
                @Override
                public void handleRecovery(Recoverable recoverable) {
                    events.add("recovered");
                }

                @Override
                public void handleRecoveryStarted(Recoverable recoverable) {
                    events.add("recovery started");
                }
            });
            Channel channel = connection.createChannel();
            channel.exchangeDeclare("java-recovery", "direct", false, false, null);
            channel.exchangeDeclare("java-recovery-inner", "fanout", false, false, null);
            channel.exchangeBind("java-recovery-inner", "java-recovery", "key");
            String named = channel.queueDeclare().getQueue();
            ((AutorecoveringConnection) connection).addQueueRecoveryListener((before, after) ->
                    events.add("server-named queue is another one: " + !before.equals(after)));
            channel.queueBind(named, "java-recovery-inner", "");
            channel.confirmSelect();
            channel.basicQos(1);
            BlockingQueue<String> deliveries = new LinkedBlockingQueue<>();
            channel.basicConsume(named, false, "its-tag", (tag, delivery) -> {
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false); // before the connection is cut
                deliveries.add(tag + " " + delivery.getEnvelope().getDeliveryTag() + " " + new String(delivery.getBody()));
            }, tag -> { });
            publish(channel, "before");
            System.out.println(deliveries.poll(20, TimeUnit.SECONDS));

            System.out.println("(cut)");
            System.out.println(events.poll(20, TimeUnit.SECONDS));
            System.out.println(events.poll(20, TimeUnit.SECONDS));
            System.out.println(events.poll(20, TimeUnit.SECONDS));
            System.out.println("open " + connection.isOpen() + " " + channel.isOpen());
            publish(channel, "after");
            System.out.println(deliveries.poll(20, TimeUnit.SECONDS));
            channel.exchangeDelete("java-recovery");
            channel.exchangeDelete("java-recovery-inner");
        }
    }

    private static void publish(Channel channel, String body) throws Exception {
        channel.basicPublish("java-recovery", "key", null, body.getBytes());
        System.out.println("confirmed " + channel.waitForConfirms(20_000));
    }
}
