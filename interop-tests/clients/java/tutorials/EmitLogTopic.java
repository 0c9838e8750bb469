import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;

class EmitLogTopic {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            channel.exchangeDeclare("topic_logs", "topic");
            channel.basicPublish("topic_logs", args[0], null, args[1].getBytes());
            System.out.println("sent " + args[0] + ":" + args[1]);
        }
    }
}
