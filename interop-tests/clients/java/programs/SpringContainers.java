import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpRejectAndDontRequeueException;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.core.BatchMessageListener;
import org.springframework.amqp.core.Binding;
import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.DirectExchange;
import org.springframework.amqp.core.ExchangeBuilder;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageListener;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.core.QueueInformation;
import org.springframework.amqp.core.TopicExchange;
import org.springframework.amqp.rabbit.config.RetryInterceptorBuilder;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.listener.AbstractMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.DirectMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.SimpleMessageListenerContainer;
import org.springframework.amqp.rabbit.listener.adapter.MessageListenerAdapter;
import org.springframework.amqp.rabbit.listener.api.ChannelAwareMessageListener;
import org.springframework.amqp.rabbit.retry.RepublishMessageRecoverer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.util.backoff.FixedBackOff;

/** Spring AMQP: declarables, listener containers of both kinds, batches, request/reply, retries, dead letters, recovery. */
class SpringContainers {

    private static final String WORK = "java-spring-work";
    private static final String DEAD = "java-spring-dead";
    private static final String PARKED = "java-spring-parked";

    private static CachingConnectionFactory connections;
    private static RabbitTemplate template;

    public static void main(String[] args) throws Exception {
        connections = new CachingConnectionFactory();
        connections.setUri(System.getenv("AMQP_URL"));
        connections.setConnectionNameStrategy(factory -> "java-spring-containers");
        template = new RabbitTemplate(connections);
        template.setReplyTimeout(20_000);
        try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
            context.registerBean(CachingConnectionFactory.class, () -> connections);
            context.registerBean(RabbitAdmin.class, () -> new RabbitAdmin(connections));
            context.registerBean(Declarables.class, SpringContainers::declarables);
            context.refresh();
            RabbitAdmin admin = context.getBean(RabbitAdmin.class);
            admin.initialize();
            for (String queue : new String[] {WORK, DEAD, PARKED}) {
                QueueInformation information = admin.getQueueInfo(queue);
                System.out.println(information.getName() + " " + information.getMessageCount() + " " + information.getConsumerCount());
            }
            System.out.println("no queue " + admin.getQueueInfo("java-spring-none"));
            listen("simple", new SimpleMessageListenerContainer(connections));
            listen("direct", new DirectMessageListenerContainer(connections));
            batch();
            reject();
            republish();
            requestReply();
            recovery(admin);
            admin.deleteExchange("java-spring-topic");
            admin.deleteExchange("java-spring-dlx");
            for (String queue : new String[] {WORK, DEAD, PARKED}) {
                System.out.println("deleted " + queue + " " + admin.deleteQueue(queue));
            }
        }
    }

    private static Declarables declarables() {
        Queue work = QueueBuilder.durable(WORK).deadLetterExchange("java-spring-dlx").deadLetterRoutingKey("dead").build();
        Queue dead = QueueBuilder.durable(DEAD).build();
        Queue parked = QueueBuilder.nonDurable(PARKED).ttl(60_000).maxLength(10L).build();
        TopicExchange topic = ExchangeBuilder.topicExchange("java-spring-topic").durable(true).build();
        DirectExchange deadLetters = ExchangeBuilder.directExchange("java-spring-dlx").durable(true).build();
        Binding working = BindingBuilder.bind(work).to(topic).with("work.*");
        Binding dying = BindingBuilder.bind(dead).to(deadLetters).with("dead");
        Binding parking = BindingBuilder.bind(parked).to(deadLetters).with("parked");
        return new Declarables(work, dead, parked, topic, deadLetters, working, dying, parking);
    }

    private static void start(AbstractMessageListenerContainer container, MessageListener listener) {
        container.setQueueNames(WORK);
        container.setMessageListener(listener);
        container.setRecoveryBackOff(new FixedBackOff(50, FixedBackOff.UNLIMITED_ATTEMPTS));
        container.afterPropertiesSet();
        container.start();
    }

    private static void listen(String kind, AbstractMessageListenerContainer container) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        container.setPrefetchCount(5);
        container.setAcknowledgeMode(AcknowledgeMode.MANUAL);
        container.setConsumerTagStrategy(queue -> kind);
        start(container, (ChannelAwareMessageListener) (message, channel) -> {
            received.add(message.getMessageProperties().getConsumerTag() + " " + new String(message.getBody()) + " "
                    + message.getMessageProperties().getReceivedRoutingKey() + redelivered(message));
            settle(message, channel);
        });
        for (int i = 1; i <= 3; i++) {
            template.convertAndSend("java-spring-topic", "work." + i, "task " + i);
            System.out.println(received.poll(20, TimeUnit.SECONDS));
        }
        template.convertAndSend("java-spring-topic", "work.again", "again");
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        container.stop();
        container.destroy();
    }

    private static String redelivered(Message message) {
        return message.getMessageProperties().isRedelivered() ? " redelivered" : "";
    }

    private static void settle(Message message, Channel channel) throws IOException {
        long tag = message.getMessageProperties().getDeliveryTag();
        if (new String(message.getBody()).equals("again") && !message.getMessageProperties().isRedelivered()) {
            channel.basicNack(tag, false, true);
        } else {
            channel.basicAck(tag, false);
        }
    }

    /** A listener that takes several messages at once, whoever sent them; the last one settles them all. */
    private static void batch() throws Exception {
        BlockingQueue<List<String>> received = new LinkedBlockingQueue<>();
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        container.setConsumerBatchEnabled(true);
        container.setBatchSize(3);
        container.setReceiveTimeout(20_000);
        start(container, (BatchMessageListener) messages ->
                received.add(messages.stream().map(message -> new String(message.getBody())).toList()));
        for (int i = 1; i <= 6; i++) {
            template.convertAndSend("java-spring-topic", "work." + i, "part " + i);
        }
        System.out.println("a batch of " + received.poll(20, TimeUnit.SECONDS));
        System.out.println("a batch of " + received.poll(20, TimeUnit.SECONDS));
        container.destroy();
    }

    /** A listener that fails for good lets the broker make a dead letter of the message. */
    private static void reject() throws Exception {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        start(container, message -> {
            throw new AmqpRejectAndDontRequeueException("unwanted");
        });
        template.convertAndSend("java-spring-topic", "work.bad", "unwanted");
        Message dead = template.receive(DEAD, 20_000);
        Map<String, ?> death = new TreeMap<>(dead.getMessageProperties().getXDeathHeader().getFirst());
        death.remove("time");
        System.out.println("dead letter " + new String(dead.getBody()) + " " + death);
        container.destroy();
    }

    /** The client retries, and then publishes the message elsewhere with the reason. */
    private static void republish() throws Exception {
        BlockingQueue<String> attempts = new LinkedBlockingQueue<>();
        DirectMessageListenerContainer container = new DirectMessageListenerContainer(connections);
        container.setAdviceChain(RetryInterceptorBuilder.stateless().maxAttempts(3).backOffOptions(1, 1.1, 1)
                .recoverer(new RepublishMessageRecoverer(template, "java-spring-dlx", "parked")).build());
        start(container, message -> {
            attempts.add(new String(message.getBody()));
            throw new IllegalStateException("broken");
        });
        template.convertAndSend("java-spring-topic", "work.broken", "try me");
        Message parked = template.receive(PARKED, 20_000);
        Map<String, Object> headers = new TreeMap<>(parked.getMessageProperties().getHeaders());
        headers.remove("x-exception-stacktrace");
        System.out.println("parked after " + attempts + " " + headers);
        container.destroy();
    }

    private static void requestReply() throws Exception {
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        start(container, new MessageListenerAdapter(new Object() {
            public String handleMessage(String request) {
                return request.toUpperCase();
            }
        }));
        System.out.println("direct reply-to " + template.convertSendAndReceive("java-spring-topic", "work.rpc", "question"));
        RabbitTemplate temporary = new RabbitTemplate(connections);
        temporary.setUseTemporaryReplyQueues(true);
        temporary.setReplyTimeout(20_000);
        System.out.println("temporary queue " + temporary.convertSendAndReceive("java-spring-topic", "work.rpc", "another"));
        template.setReplyTimeout(100);
        System.out.println("nobody " + template.convertSendAndReceive("java-spring-topic", "nothing", "x"));
        container.destroy();
    }

    private static void recovery(RabbitAdmin admin) throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        BlockingQueue<String> connected = new LinkedBlockingQueue<>();
        SimpleMessageListenerContainer container = new SimpleMessageListenerContainer(connections);
        start(container, message -> {
            if (!message.getMessageProperties().isRedelivered()) { // the cut may come before the acknowledgement has left
                received.add(new String(message.getBody()));
            }
        });
        template.convertAndSend("java-spring-topic", "work.1", "before");
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        connections.addConnectionListener(connection -> connected.add("connected again"));
        connected.clear(); // The listener is told at once of the connection that there is.
        System.out.println("(cut)");
        System.out.println(connected.poll(20, TimeUnit.SECONDS));
        template.convertAndSend("java-spring-topic", "work.2", "after");
        System.out.println(received.poll(20, TimeUnit.SECONDS));
        admin.initialize();
        container.destroy();
    }
}
