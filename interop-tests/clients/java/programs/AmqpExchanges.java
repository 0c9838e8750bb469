import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import java.util.EnumSet;
import java.util.Map;

/** amqp-client: exchanges of all types, bindings between exchanges, an alternate exchange, internal ones, unbinding. */
class AmqpExchanges {

    private static Channel channel;

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        try (Connection connection = factory.newConnection("java-exchanges")) {
            channel = connection.createChannel();
            for (BuiltinExchangeType type : EnumSet.range(BuiltinExchangeType.DIRECT, BuiltinExchangeType.HEADERS)) {
                System.out.println(type + " " + channel.exchangeDeclare("java-" + type.getType(), type, false, true, null));
            }
            for (String queue : new String[] {"java-one", "java-two"}) {
                channel.queueDeclare(queue, false, true, true, null);
            }
            direct();
            fanout();
            topic();
            headers();
            betweenExchanges();
            alternate();
            defaultExchange();
        }
    }

    private static void direct() throws Exception {
        channel.queueBind("java-one", "java-direct", "a");
        channel.queueBind("java-two", "java-direct", "a");
        channel.queueBind("java-two", "java-direct", "b");
        publish("java-direct", "a", Map.of());
        publish("java-direct", "b", Map.of());
        publish("java-direct", "c", Map.of());
        System.out.println("unbound " + channel.queueUnbind("java-one", "java-direct", "a"));
        System.out.println("unbound again " + channel.queueUnbind("java-one", "java-direct", "a"));
        publish("java-direct", "a", Map.of());
    }

    private static void fanout() throws Exception {
        channel.queueBind("java-one", "java-fanout", "");
        channel.queueBind("java-two", "java-fanout", "ignored");
        publish("java-fanout", "any", Map.of());
    }

    private static void topic() throws Exception {
        channel.queueBind("java-one", "java-topic", "*.stock.#");
        channel.queueBind("java-two", "java-topic", "#");
        for (String key : new String[] {"eu.stock", "eu.stock.de.sap", "stock", "", "eu..stock"}) {
            publish("java-topic", key, Map.of());
        }
    }

    private static void headers() throws Exception {
        channel.queueBind("java-one", "java-headers", "", Map.of("x-match", "all", "colour", "red", "size", 3));
        channel.queueBind("java-two", "java-headers", "", Map.of("x-match", "any", "colour", "red", "size", 3));
        publish("java-headers", "", Map.of("colour", "red", "size", 3));
        publish("java-headers", "", Map.of("colour", "red", "size", 3L));
        publish("java-headers", "", Map.of("colour", "blue"));
    }

    private static void betweenExchanges() throws Exception {
        channel.exchangeDeclare("java-inner", "fanout", false, true, true, null);
        channel.exchangeBind("java-inner", "java-topic", "inner.*");
        channel.queueBind("java-one", "java-inner", "");
        publish("java-topic", "inner.1", Map.of());
        channel.exchangeUnbind("java-inner", "java-topic", "inner.*");
        publish("java-topic", "inner.1", Map.of());
    }

    private static void alternate() throws Exception {
        channel.exchangeDeclare("java-with-alternate", "direct", false, false, Map.of("alternate-exchange", "java-fanout"));
        publish("java-with-alternate", "nowhere", Map.of());
        channel.exchangeDelete("java-with-alternate", true);
    }

    private static void defaultExchange() throws Exception {
        publish("", "java-one", Map.of());
        channel.exchangeDeclarePassive("amq.topic");
        channel.exchangeDeclareNoWait("java-unwaited", "fanout", false, true, false, null);
        channel.queueBindNoWait("java-two", "java-unwaited", "", null);
        publish("java-unwaited", "", Map.of());
    }

    /** All that is published is routed before the answer to a get that follows on the same channel. */
    private static void publish(String exchange, String key, Map<String, Object> headers) throws Exception {
        channel.basicPublish(exchange, key, new AMQP.BasicProperties.Builder().headers(headers).build(), new byte[0]);
        System.out.println(exchange + " " + key + " reached " + got("java-one") + got("java-two"));
    }

    private static String got(String queue) throws Exception {
        GetResponse response = channel.basicGet(queue, true);
        return response == null ? "" : queue + " ";
    }
}
