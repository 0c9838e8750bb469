import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;

class NewTask {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            channel.queueDeclare("task_queue", true, false, false, null);
            channel.basicPublish("", "task_queue", MessageProperties.PERSISTENT_TEXT_PLAIN, args[0].getBytes());
            System.out.println("sent " + args[0]);
        }
    }
}
