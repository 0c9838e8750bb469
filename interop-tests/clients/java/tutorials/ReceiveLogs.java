import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

class ReceiveLogs {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.exchangeDeclare("logs", "fanout");
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "logs", "");
        channel.basicConsume(queue, true,
                (tag, delivery) -> System.out.println("received " + new String(delivery.getBody())), tag -> { });
        System.out.println("waiting");
    }
}
