import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.RpcClient;
import com.rabbitmq.client.RpcClientParams;
import com.rabbitmq.client.RpcServer;
import com.rabbitmq.client.StringRpcServer;
import com.rabbitmq.client.UnroutableRpcRequestException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** amqp-client: its RpcServer and RpcClient, over direct reply-to and over a queue for replies. */
class AmqpRpc {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection("java-rpc"); Connection asking = factory.newConnection("java-rpc-client")) {
            Channel serving = connection.createChannel();
            serving.queueDeclare("java-rpc", false, false, true, null);
            RpcServer server = new StringRpcServer(serving, "java-rpc") {
                @Override
                public String handleStringCall(String request, AMQP.BasicProperties properties) {
                    return request.toUpperCase();
                }
            };
            CompletableFuture<Void> loop = CompletableFuture.runAsync(() -> serve(server));

            try (RpcClient client = new RpcClient(new RpcClientParams().channel(asking.createChannel()).exchange("")
                    .routingKey("java-rpc").timeout(20_000))) {
                System.out.println(client.stringCall("by direct reply-to"));
                RpcClient.Response response = client.responseCall("a whole response".getBytes());
                System.out.println(new String(response.getBody()) + " " + response.getProperties().getContentType() + " "
                        + response.getEnvelope().getExchange() + " "
                        + response.getEnvelope().getRoutingKey().startsWith("amq.rabbitmq.reply-to."));
            }
            Channel channel = asking.createChannel();
            String replies = channel.queueDeclare().getQueue();
            try (RpcClient client = new RpcClient(new RpcClientParams().channel(channel).exchange("").routingKey("java-rpc")
                    .replyTo(replies).timeout(20_000))) {
                System.out.println(client.stringCall("by a queue of its own"));
            }
            nobodyAnswers(asking.createChannel());
            byHand(asking.createChannel());
            server.terminateMainloop(); // at the latest after the next request
            channel.basicPublish("", "java-rpc", null, "the last one".getBytes());
            loop.get(20, TimeUnit.SECONDS);
            System.out.println("the server has ended");
        }
    }

    private static void serve(RpcServer server) {
        try {
            server.mainloop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void nobodyAnswers(Channel channel) throws Exception {
        channel.queueDeclare("java-rpc-silent", false, true, true, null);
        try (RpcClient client = new RpcClient(new RpcClientParams().channel(channel).exchange("").routingKey("java-rpc-silent")
                .timeout(50))) {
            client.stringCall("anybody there?");
            System.out.println("answered");
        } catch (TimeoutException e) {
            System.out.println("no answer: TimeoutException");
        }
        try (RpcClient client = new RpcClient(new RpcClientParams().channel(channel).exchange("").routingKey("java-rpc-none")
                .useMandatory())) {
            client.stringCall("to nowhere");
            System.out.println("answered");
        } catch (UnroutableRpcRequestException e) {
            System.out.println("unroutable " + e.getReturnMessage().getReplyText());
        }
    }

    /** The pseudo-queue can be asked for, and belongs to its channel. */
    private static void byHand(Channel channel) throws Exception {
        CompletableFuture<Delivery> reply = new CompletableFuture<>();
        System.out.println("declared " + channel.queueDeclarePassive("amq.rabbitmq.reply-to").getQueue());
        channel.basicConsume("amq.rabbitmq.reply-to", true, (tag, delivery) -> reply.complete(delivery), tag -> { });
        channel.basicPublish("", "java-rpc", new AMQP.BasicProperties.Builder().replyTo("amq.rabbitmq.reply-to")
                .correlationId("42").headers(Map.of("kept", false)).build(), "by hand".getBytes());
        Delivery came = reply.get(20, TimeUnit.SECONDS);
        System.out.println(new String(came.getBody()) + " " + came.getProperties().getCorrelationId() + " "
                + came.getProperties().getHeaders());
    }
}
