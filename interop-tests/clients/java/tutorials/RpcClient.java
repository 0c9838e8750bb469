import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RpcClient {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection(); Channel channel = connection.createChannel()) {
            String answers = channel.queueDeclare().getQueue();
            String request = UUID.randomUUID().toString();
            CompletableFuture<String> answer = new CompletableFuture<>();
            channel.basicConsume(answers, true, (tag, delivery) -> {
                if (delivery.getProperties().getCorrelationId().equals(request)) {
                    answer.complete(new String(delivery.getBody()));
                }
            }, tag -> { });
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().correlationId(request).replyTo(answers).build();
            channel.basicPublish("", "rpc_queue", properties, args[0].getBytes());
            System.out.println("fib(" + args[0] + ") = " + answer.get(20, TimeUnit.SECONDS));
        }
    }
}
