import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;
import java.util.List;

class Worker {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.queueDeclare("task_queue", true, false, false, null);
        channel.basicQos(1);
        channel.basicConsume("task_queue", false, (tag, delivery) -> {
            String task = new String(delivery.getBody());
            System.out.println("received " + task);
            if (!List.of(args).contains("slow")) {
                System.out.println("done " + task);
                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            }
        }, tag -> { });
        System.out.println("waiting");
    }
}
