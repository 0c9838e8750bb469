import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

class ReceiveLogsTopic {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.exchangeDeclare("topic_logs", "topic");
        String queue = channel.queueDeclare().getQueue();
        for (String key : args) {
            channel.queueBind(queue, "topic_logs", key);
        }
        channel.basicConsume(queue, true, (tag, delivery) -> System.out.println(
                "received " + delivery.getEnvelope().getRoutingKey() + ":" + new String(delivery.getBody())), tag -> { });
        System.out.println("waiting");
    }
}
