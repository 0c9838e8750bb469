import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** amqp-client: a publisher hears that it is blocked while the broker is short of memory, and goes on afterwards. */
class AmqpBlocked {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection("java-blocked")) {
            BlockingQueue<String> told = new LinkedBlockingQueue<>();
            connection.addBlockedListener(reason -> told.add("blocked: " + reason), () -> told.add("unblocked"));
            Channel channel = connection.createChannel();
            String queue = channel.queueDeclare().getQueue();
            channel.confirmSelect();
            System.out.println("(alarm)");
            int published = 0;
            do {
                channel.basicPublish("", queue, null, "x".getBytes());
                published++;
            } while (told.isEmpty() && pause(published));
            System.out.println(told.poll());
            System.out.println("(alarm over)");
            System.out.println(told.poll(20, TimeUnit.SECONDS));
            System.out.println("confirmed " + channel.waitForConfirms(20_000));
            System.out.println("all there " + (channel.messageCount(queue) == published));
        }
    }

    /** For 20 s at the most. */
    private static boolean pause(int times) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
        return times < 200;
    }
}
