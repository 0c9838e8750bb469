import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.rabbitmq.QueueOptions;
import io.vertx.rabbitmq.RabbitMQClient;
import io.vertx.rabbitmq.RabbitMQConsumer;
import io.vertx.rabbitmq.RabbitMQOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The Vert.x RabbitMQ client, with the recovery that amqp-client has: exchange, queue, binding and consumer come back. */
class VertxRecovery {

    private static final String NAME = "java-vertx-recovery";

    public static void main(String[] args) throws Exception {
        Vertx vertx = Vertx.vertx();
        // it is long enough without a connection to be seen so on a busy machine
        RabbitMQClient client = RabbitMQClient.create(vertx, new RabbitMQOptions().setUri(System.getenv("AMQP_URL"))
                .setConnectionName(NAME).setReconnectAttempts(0).setAutomaticRecoveryEnabled(true).setNetworkRecoveryInterval(2000));
        await(client.start());
        await(client.exchangeDeclare(NAME, "topic", false, true));
        await(client.queueDeclare(NAME, false, false, true));
        await(client.queueBind(NAME, NAME, "key.#"));

        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Promise<RabbitMQConsumer> consuming = Promise.promise();
        vertx.runOnContext(turn -> client.basicConsumer(NAME, new QueueOptions())
                .onSuccess(consumer -> consumer.handler(message -> received.add(message.body().toString())))
                .onComplete(consuming));
        RabbitMQConsumer consumer = await(consuming.future());
        await(client.basicPublish(NAME, "key.a", Buffer.buffer("before")));
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        for (int i = 1; i <= 2; i++) {
            System.out.println("(cut)");
            goOn(client, "after cut " + i, received);
        }
        await(consumer.cancel());
        await(client.stop());
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** Nothing says when all is there again: a user of this client tries until somebody gets it. */
    private static void goOn(RabbitMQClient client, String body, BlockingQueue<String> received) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (client.isConnected() && System.nanoTime() < end) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        System.out.println("connected " + client.isConnected());
        String came = null;
        while (!body.equals(came) && System.nanoTime() < end) {
            await(Future.succeededFuture().compose(now -> client.basicPublish(NAME, "key.a", Buffer.buffer(body))).otherwiseEmpty());
            came = received.poll(50, TimeUnit.MILLISECONDS);
        }
        System.out.println(came + ", connected " + client.isConnected());
    }
}
