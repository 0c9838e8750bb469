import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

class Receive {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.queueDeclare("hello", false, false, false, null);
        channel.basicConsume("hello", true,
                (tag, delivery) -> System.out.println("received " + new String(delivery.getBody())), tag -> { });
        System.out.println("waiting");
    }
}
