import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

class EmitLogDirect {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("direct_logs", "direct");
            channel.basicPublish("direct_logs", args[0], null, args[1].getBytes());
            System.out.println("sent " + args[0] + ":" + args[1]);
        }
    }
}
