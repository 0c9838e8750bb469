import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.springframework.amqp.AmqpException;
import org.springframework.amqp.core.Address;
import org.springframework.amqp.core.AnonymousQueue;
import org.springframework.amqp.core.Message;
import org.springframework.amqp.core.MessageBuilder;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.ReturnedMessage;
import org.springframework.amqp.rabbit.batch.SimpleBatchingStrategy;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory.ConfirmType;
import org.springframework.amqp.rabbit.connection.CorrelationData;
import org.springframework.amqp.rabbit.core.BatchingRabbitTemplate;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.amqp.rabbit.transaction.RabbitTransactionManager;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring AMQP: RabbitTemplate with conversion, receiving, correlated confirms and returns, batches, transactions. */
class SpringTemplate {

    private static final String QUEUE = "java-spring-template";

    public static void main(String[] args) throws Exception {
        CachingConnectionFactory connections = connections();
        RabbitAdmin admin = new RabbitAdmin(connections);
        admin.declareQueue(new Queue(QUEUE, false, false, false));
        sendAndReceive(new RabbitTemplate(connections));
        batches(connections);
        operations(new RabbitTemplate(connections));
        transactions(connections);
        admin.deleteQueue(QUEUE);
        connections.destroy();

        CachingConnectionFactory confirming = connections();
        confirming.setPublisherConfirmType(ConfirmType.CORRELATED);
        confirming.setPublisherReturns(true);
        confirmsAndReturns(confirming);
        confirming.destroy();
        System.exit(0); // the channels are given back by threads, one of which may connect again
    }

    private static CachingConnectionFactory connections() {
        CachingConnectionFactory connections = new CachingConnectionFactory();
        connections.setUri(System.getenv("AMQP_URL"));
        connections.setConnectionNameStrategy(factory -> "java-spring-template");
        return connections;
    }

    private static void sendAndReceive(RabbitTemplate template) {
        template.convertAndSend(QUEUE, "a text");
        System.out.println(template.receiveAndConvert(QUEUE));
        template.convertAndSend(QUEUE, (Object) List.of("serialized", 1).toString(), message -> {
            message.getMessageProperties().setHeader("number", 42L);
            message.getMessageProperties().setHeader("flag", true);
            message.getMessageProperties().setPriority(3);
            message.getMessageProperties().setDeliveryMode(MessageDeliveryMode.NON_PERSISTENT);
            return message;
        });
        Message message = template.receive(QUEUE);
        MessageProperties properties = message.getMessageProperties();
        System.out.println(new String(message.getBody()) + " " + new TreeMap<>(properties.getHeaders()) + " " + properties.getPriority()
                + " " + properties.getReceivedDeliveryMode() + " " + properties.getContentType() + " "
                + properties.getReceivedRoutingKey());
        template.send("", QUEUE, MessageBuilder.withBody("built".getBytes()).setExpiration("60000").setMessageId("id").build());
        template.setReceiveTimeout(20_000);
        Message built = template.receive(QUEUE);
        System.out.println(new String(built.getBody()) + " " + built.getMessageProperties().getMessageId() + " by a consumer");
        template.setReceiveTimeout(0);
        System.out.println("nothing " + template.receive(QUEUE));
        template.convertAndSend(QUEUE, "question");
        template.<String, String>receiveAndReply(QUEUE, question -> question + " answered", (request, reply) ->
                new Address("", QUEUE));
        System.out.println(template.receiveAndConvert(QUEUE));
    }

    private static void batches(CachingConnectionFactory connections) {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.initialize();
        BatchingRabbitTemplate template = new BatchingRabbitTemplate(connections, new SimpleBatchingStrategy(3, 10_000, 60_000), scheduler);
        for (int i = 1; i <= 3; i++) {
            template.convertAndSend(QUEUE, "part " + i);
        }
        Message batch = template.receive(QUEUE);
        System.out.println("a batch of " + batch.getBody().length + " bytes " + new TreeMap<>(batch.getMessageProperties().getHeaders()));
        scheduler.shutdown();
    }

    private static void operations(RabbitTemplate template) {
        System.out.println("same channel " + template.invoke(operations -> {
            operations.convertAndSend(QUEUE, "one");
            return operations.receiveAndConvert(QUEUE);
        }));
        System.out.println("declared " + template.execute(channel -> channel.queueDeclarePassive(QUEUE).getMessageCount()));
        try {
            template.execute(channel -> channel.queueDeclarePassive("java-spring-none"));
        } catch (AmqpException e) {
            System.out.println(e.getClass().getSimpleName() + " " + e.getCause().getCause().getMessage());
        }
    }

    private static void transactions(CachingConnectionFactory connections) {
        RabbitTemplate template = new RabbitTemplate(connections);
        template.setChannelTransacted(true);
        TransactionTemplate transaction = new TransactionTemplate(new RabbitTransactionManager(connections));
        transaction.executeWithoutResult(status -> template.convertAndSend(QUEUE, "committed"));
        transaction.executeWithoutResult(status -> {
            template.convertAndSend(QUEUE, "rolled back");
            System.out.println("within " + template.receiveAndConvert(QUEUE));
            status.setRollbackOnly();
        });
        System.out.println("afterwards " + template.receiveAndConvert(QUEUE) + ", then " + template.receiveAndConvert(QUEUE));
    }

    private static void confirmsAndReturns(CachingConnectionFactory connections) throws Exception {
        RabbitTemplate template = new RabbitTemplate(connections);
        template.setMandatory(true);
        Queue queue = new AnonymousQueue();
        new RabbitAdmin(connections).declareQueue(queue);
        System.out.println("routed: " + confirmed(template, "", queue.getName()));
        System.out.println("not routed: " + confirmed(template, "", "java-spring-none"));
        System.out.println("at once: " + template.invoke(operations -> {
            operations.convertAndSend(queue.getName(), "x");
            return operations.receiveAndConvert(queue.getName());
        }));
    }

    private static String confirmed(RabbitTemplate template, String exchange, String key) throws Exception {
        CorrelationData correlation = new CorrelationData("id");
        template.convertAndSend(exchange, key, "body", correlation);
        CorrelationData.Confirm confirm = correlation.getFuture().get(20, TimeUnit.SECONDS);
        ReturnedMessage returned = correlation.getReturned();
        return "ack " + confirm.isAck() + (confirm.getReason() == null ? "" : " " + confirm.getReason())
                + (returned == null ? "" : ", returned " + returned.getReplyCode() + " " + returned.getReplyText());
    }
}
