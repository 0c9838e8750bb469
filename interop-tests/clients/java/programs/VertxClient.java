import com.rabbitmq.client.AMQP;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.rabbitmq.QueueOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQConsumer;
import io.vertx.rabbitmq.RabbitMQMessage;
import io.vertx.rabbitmq.RabbitMQOptions;
import io.vertx.rabbitmq.RabbitMQPublisher;
import io.vertx.rabbitmq.RabbitMQPublisherOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Vert.x RabbitMQ client: topology, confirms, get, a consumer, and its publisher. */
class VertxClient {

    private static final String QUEUE = "java-vertx";

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        RabbitMQOptions options = new RabbitMQOptions().setUri(System.getenv("AMQP_URL")).setConnectionName("java-vertx");
        RabbitMQClient client = RabbitMQClient.create(vertx, options);
        client.addConnectionEstablishedCallback(established -> declare(client).onComplete(established));
        await(client.start());
        System.out.println("connected " + client.isConnected());

        confirms(client);
        consume(vertx, client);
        publisher(vertx, client);

        System.out.println("deleted " + await(client.queueDelete(QUEUE)).getMessageCount());
        await(client.exchangeDelete("java-vertx"));
        await(client.stop());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private static Future<Void> declare(RabbitMQClient client) {
        return client.exchangeDeclare("java-vertx", "topic", true, false)
                .compose(declared -> client.queueDeclare(QUEUE, true, false, false, new JsonObject().put("x-max-length", 100)))
                .compose(declared -> client.queueBind(QUEUE, "java-vertx", "key.#"));
    }

    private static void confirms(RabbitMQClient client) throws Exception {
        await(client.confirmSelect());
        for (int i = 1; i <= 3; i++) {
            AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder().contentType("text/plain").deliveryMode(2)
                    .headers(Map.of("number", i, "nested", Map.of("list", List.of(1L, true)))).build();
            await(client.basicPublish("java-vertx", "key." + i, properties, Buffer.buffer("message " + i)));
        }
        await(client.waitForConfirms(10_000));
        System.out.println("messages " + await(client.messageCount(QUEUE)));
        var got = await(client.basicGet(QUEUE, true));
        System.out.println("got " + got.body() + " " + got.envelope().getRoutingKey() + " "
                + new TreeMap<>(got.properties().getHeaders()) + ", behind it " + got.messageCount());
    }

    private static void consume(Vertx vertx, RabbitMQClient client) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        await(client.basicQos(1));
        Promise<RabbitMQConsumer> consuming = Promise.promise();
        // on the event loop, as a verticle does it: what is delivered before there is a handler, Vert.x drops
        vertx.runOnContext(turn -> client.basicConsumer(QUEUE, new QueueOptions().setAutoAck(false))
                .onSuccess(consumer -> consumer.handler(message -> take(client, message, received)))
                .onComplete(consuming));
        RabbitMQConsumer consumer = await(consuming.future());
        for (int i = 0; i < 3; i++) {
            System.out.println(received.poll(20, TimeUnit.SECONDS));
        }
        await(consumer.cancel());
        System.out.println("got nothing " + await(client.basicGet(QUEUE, true)));
    }

    private static void take(RabbitMQClient client, RabbitMQMessage message, BlockingQueue<String> received) {
        boolean redelivered = message.envelope().isRedeliver();
        received.add(message.body() + (redelivered ? " redelivered" : ""));
        long tag = message.envelope().getDeliveryTag();
        if (redelivered || !message.body().toString().equals("message 3")) {
            client.basicAck(tag, false);
        } else {
            client.basicNack(tag, false, true);
        }
    }

    private static void publisher(Vertx vertx, RabbitMQClient client) throws Exception {
        RabbitMQPublisher publisher = RabbitMQPublisher.create(vertx, client, new RabbitMQPublisherOptions());
        await(publisher.start());
        for (int i = 1; i <= 10; i++) {
            await(publisher.publishConfirm("java-vertx", "key", new AMQP.BasicProperties.Builder().messageId("id " + i).build(),
                    Buffer.buffer("confirmed " + i)));
        }
        await(publisher.stop());
        System.out.println("messages " + await(client.messageCount(QUEUE)));
    }
}
