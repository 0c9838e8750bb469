import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ConnectionFactory;

class RpcServer {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        Channel channel = factory.newConnection().createChannel();
        channel.queueDeclare("rpc_queue", false, false, false, null);
        channel.basicQos(1);
        channel.basicConsume("rpc_queue", false, (tag, request) -> {
            int answer = fibonacci(Integer.parseInt(new String(request.getBody())));
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                    .correlationId(request.getProperties().getCorrelationId()).build();
            channel.basicPublish("", request.getProperties().getReplyTo(), properties, Integer.toString(answer).getBytes());
            channel.basicAck(request.getEnvelope().getDeliveryTag(), false);
        }, tag -> { });
        System.out.println("waiting");
    }

    private static int fibonacci(int n) {
        return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
    }
}
