import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Recoverable;
import com.rabbitmq.client.RecoverableConnection;
import com.rabbitmq.client.RecoveryListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.rabbitmq.AcknowledgableDelivery;
import reactor.rabbitmq.BindingSpecification;
import reactor.rabbitmq.ConsumeOptions;
import reactor.rabbitmq.ExchangeSpecification;
import reactor.rabbitmq.OutboundMessage;
import reactor.rabbitmq.OutboundMessageResult;
import reactor.rabbitmq.QueueSpecification;
import reactor.rabbitmq.RabbitFlux;
import reactor.rabbitmq.Receiver;
import reactor.rabbitmq.ReceiverOptions;
import reactor.rabbitmq.RpcClient;
import reactor.rabbitmq.SendOptions;
import reactor.rabbitmq.Sender;
import reactor.rabbitmq.SenderOptions;

/** reactor-rabbitmq: topology, sending with confirms and returns, receiving with each way of acknowledging, RPC, recovery. */
class ReactorRabbit {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String QUEUE = "java-reactor";
    private static final CountDownLatch RECOVERED = new CountDownLatch(2); // the sender's connection and the receiver's

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        factory.setNetworkRecoveryInterval(100);
        try (Sender sender = RabbitFlux.createSender(new SenderOptions().connectionFactory(factory)
                        .connectionSupplier(each -> watched(each.newConnection("java-reactor-sender"))));
                Receiver receiver = RabbitFlux.createReceiver(new ReceiverOptions().connectionFactory(factory)
                        .connectionSupplier(each -> watched(each.newConnection("java-reactor-receiver"))))) {
            topology(sender);
            confirms(sender);
            receive(sender, receiver);
            rpc(sender, receiver);
            recovery(sender, receiver);
            System.out.println("deleted " + sender.delete(QueueSpecification.queue(QUEUE)).block(LONG).getMessageCount());
            sender.delete(ExchangeSpecification.exchange("java-reactor")).block(LONG);
        }
    }

    private static Connection watched(Connection connection) {
        ((RecoverableConnection) connection).addRecoveryListener(new RecoveryListener() {
            @Override
            public void handleRecovery(Recoverable recoverable) {
                RECOVERED.countDown();
            }

            @Override
            public void handleRecoveryStarted(Recoverable recoverable) {
                // its end is what is waited for
            }
        });
        return connection;
    }

    private static void topology(Sender sender) {
        sender.declare(ExchangeSpecification.exchange("java-reactor").type("topic").durable(true))
                .then(sender.declare(QueueSpecification.queue(QUEUE).durable(true)))
                .then(sender.bind(BindingSpecification.binding("java-reactor", "key.#", QUEUE)))
                .block(LONG);
        System.out.println("server-named " + sender.declare(QueueSpecification.queue()).block(LONG).getQueue().startsWith("amq.gen-"));
        System.out.println(sender.declare(QueueSpecification.queue(QUEUE).durable(true).arguments(Map.of("x-max-length", 1)))
                .map(Object::toString)
                .onErrorResume(error -> Mono.just(error.getMessage()))
                .block(LONG));
    }

    private static OutboundMessage message(String key, String body) {
        return new OutboundMessage("java-reactor", key,
                new AMQP.BasicProperties.Builder().headers(Map.of("number", 1, "list", List.of("a", true))).build(), body.getBytes());
    }

    private static void confirms(Sender sender) {
        Flux<OutboundMessage> messages = Flux.range(1, 20).map(i -> message("key." + i, "message " + i));
        List<OutboundMessageResult> results = sender.sendWithPublishConfirms(messages).collectList().block(LONG);
        System.out.println("confirmed " + results.stream().filter(OutboundMessageResult::isAck).count() + " of " + results.size());
        OutboundMessageResult<?> lost = sender.sendWithPublishConfirms(Mono.just(message("nowhere", "lost")),
                new SendOptions().trackReturned(true)).blockLast(LONG);
        System.out.println("returned " + lost.isReturned() + ", acked " + lost.isAck());
        sender.send(Flux.range(21, 5).map(i -> message("key." + i, "message " + i))).block(LONG);
    }

    private static void receive(Sender sender, Receiver receiver) {
        List<String> unacknowledged = receiver.consumeNoAck(QUEUE).take(5).map(delivery -> new String(delivery.getBody()))
                .collectList().block(LONG);
        System.out.println("no ack " + unacknowledged);
        purge(sender);
        sender.sendWithPublishConfirms(Flux.range(1, 6).map(i -> message("key", Integer.toString(i)))).blockLast(LONG);
        System.out.println("automatic " + receiver.consumeAutoAck(QUEUE, new ConsumeOptions().qos(1)).take(2)
                .map(delivery -> new String(delivery.getBody())).collectList().block(LONG));
        purge(sender);
        sender.sendWithPublishConfirms(Flux.range(1, 3).map(i -> message("key", Integer.toString(i)))).blockLast(LONG);
        List<String> manual = receiver.consumeManualAck(QUEUE, new ConsumeOptions().qos(1)).doOnNext(ReactorRabbit::settle).take(4)
                .map(ReactorRabbit::shown).collectList().block(LONG);
        System.out.println("by hand " + manual);
    }

    /** What a cancelled consumer gave back is gone as well. */
    private static void purge(Sender sender) {
        sender.unbind(BindingSpecification.binding("java-reactor", "key.#", QUEUE))
                .then(sender.delete(QueueSpecification.queue(QUEUE)))
                .then(sender.declare(QueueSpecification.queue(QUEUE).durable(true)))
                .then(sender.bind(BindingSpecification.binding("java-reactor", "key.#", QUEUE)))
                .block(LONG);
    }

    private static void settle(AcknowledgableDelivery delivery) {
        if (new String(delivery.getBody()).equals("3") && !delivery.getEnvelope().isRedeliver()) {
            delivery.nack(true);
        } else {
            delivery.ack();
        }
    }

    private static String shown(AcknowledgableDelivery delivery) {
        return new String(delivery.getBody()) + " " + new TreeMap<>(delivery.getProperties().getHeaders())
                + (delivery.getEnvelope().isRedeliver() ? " redelivered" : "");
    }

    private static void rpc(Sender sender, Receiver receiver) {
        Disposable server = receiver.consumeAutoAck(QUEUE)
                .flatMap(request -> sender.send(Mono.just(new OutboundMessage("", request.getProperties().getReplyTo(),
                        new AMQP.BasicProperties.Builder().correlationId(request.getProperties().getCorrelationId()).build(),
                        new String(request.getBody()).toUpperCase().getBytes()))))
                .subscribe();
        try (RpcClient client = sender.rpcClient("java-reactor", "key.rpc")) {
            System.out.println("answered " + new String(client.rpc(Mono.just(new RpcClient.RpcRequest("question".getBytes())))
                    .block(LONG).getBody()));
        }
        server.dispose();
    }

    private static void recovery(Sender sender, Receiver receiver) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        Disposable consuming = receiver.consumeNoAck(QUEUE).subscribe(delivery -> received.add(new String(delivery.getBody())));
        sender.sendWithPublishConfirms(Mono.just(message("key", "before"))).blockLast(LONG);
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        System.out.println("(cut)");
        RECOVERED.await(20, TimeUnit.SECONDS);
        sender.sendWithPublishConfirms(Mono.just(message("key", "after"))).blockLast(LONG);
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        consuming.dispose();
    }
}
