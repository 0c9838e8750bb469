import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.Return;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** amqp-client: properties and headers of every type, confirms, returns, bodies of several frames, transactions. */
class AmqpPublishing {

    public static void main(String[] args) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(System.getenv("AMQP_URL"));
        factory.setRequestedFrameMax(4096);
        try (Connection connection = factory.newConnection("java-publishing")) {
            System.out.println("frame max " + connection.getFrameMax() + ", channel max " + connection.getChannelMax());
            connection.createChannel().queueDeclare("java-publishing", false, true, true, null);
            properties(connection.createChannel());
            confirms(connection.createChannel());
            confirmListener(connection.createChannel());
            returns(connection.createChannel());
            bodies(connection.createChannel());
            transactions(connection.createChannel());
        }
    }

    private static void properties(Channel channel) throws Exception {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("string", "text, \u00e4\u20ac");
        headers.put("int", 1 << 20);
        headers.put("long", 1L << 40);
        headers.put("short", (short) -7);
        headers.put("byte", (byte) -1);
        headers.put("boolean", true);
        headers.put("float", 1.5f);
        headers.put("double", -0.1);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("date", new Date(1_700_000_000_000L));
        headers.put("bytes", new byte[] {0, 1, (byte) 255});
        headers.put("nothing", null);
        headers.put("list", Arrays.asList(1, "two", null, List.of(true)));
        headers.put("map", Map.of("inner", Map.of("deep", 1)));
        AMQP.BasicProperties sent = new AMQP.BasicProperties.Builder()
                .contentType("text/plain").contentEncoding("utf-8").headers(headers).deliveryMode(2).priority(9)
                .correlationId("c").replyTo("r").expiration("60000").messageId("m").timestamp(new Date(1_700_000_000_000L))
                .type("t").userId("guest").appId("a").clusterId("k").build();
        channel.basicPublish("", "java-publishing", sent, "body".getBytes());
        GetResponse response = channel.basicGet("java-publishing", true);
        AMQP.BasicProperties back = response.getProps();
        new TreeMap<>(back.getHeaders()).forEach((name, value) -> System.out.println(name + " " + shown(value)));
        System.out.println(back.getContentType() + " " + back.getContentEncoding() + " " + back.getDeliveryMode() + " "
                + back.getPriority() + " " + back.getCorrelationId() + " " + back.getReplyTo() + " " + back.getExpiration() + " "
                + back.getMessageId() + " " + back.getTimestamp().getTime() + " " + back.getType() + " " + back.getUserId() + " "
                + back.getAppId() + " " + back.getClusterId());
        channel.basicPublish("", "java-publishing", null, new byte[0]);
        System.out.println("no properties " + channel.basicGet("java-publishing", true).getProps().getHeaders());
    }

    private static String shown(Object value) {
        return switch (value) {
            case null -> "null";
            case LongString text -> "LongString " + text;
            case byte[] bytes -> "byte[] " + Arrays.toString(bytes);
            case Date date -> "Date " + date.getTime();
            case List<?> list -> "List " + list.stream().map(AmqpPublishing::shown).toList();
            case Map<?, ?> map -> "Map " + map.keySet() + map.values().stream().map(AmqpPublishing::shown).toList();
            default -> value.getClass().getSimpleName() + " " + value;
        };
    }

    private static void confirms(Channel channel) throws Exception {
        channel.confirmSelect();
        for (int i = 0; i < 10; i++) {
            System.out.print("next " + channel.getNextPublishSeqNo() + " ");
            channel.basicPublish("", "java-publishing", null, new byte[0]);
        }
        System.out.println("all confirmed " + channel.waitForConfirms(20_000));
        System.out.println("purged " + channel.queuePurge("java-publishing").getMessageCount());
    }

    private static void confirmListener(Channel channel) throws Exception {
        ConcurrentSkipListSet<Long> outstanding = new ConcurrentSkipListSet<>();
        CountDownLatch settled = new CountDownLatch(20);
        channel.addConfirmListener((tag, multiple) -> {
            var those = multiple ? outstanding.headSet(tag, true) : Collections.singleton(tag);
            new ArrayList<>(those).forEach(each -> {
                outstanding.remove(each);
                settled.countDown();
            });
        }, (tag, multiple) -> System.out.println("refused " + tag));
        channel.confirmSelect();
        for (int i = 0; i < 20; i++) {
            outstanding.add(channel.getNextPublishSeqNo());
            channel.basicPublish("", i % 2 == 0 ? "java-publishing" : "java-no-such-queue", null, new byte[0]);
        }
        settled.await(20, TimeUnit.SECONDS);
        System.out.println("outstanding " + outstanding + ", purged " + channel.queuePurge("java-publishing").getMessageCount());
        channel.queueDeclare("java-short", false, true, true, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        channel.basicPublish("", "java-short", null, new byte[0]);
        channel.waitForConfirmsOrDie(20_000);
        channel.basicPublish("", "java-short", null, new byte[0]);
        System.out.println("confirmed beyond the length " + channel.waitForConfirms(20_000));
    }

    private static void returns(Channel channel) throws Exception {
        LinkedBlockingQueue<Return> returned = new LinkedBlockingQueue<>();
        channel.addReturnListener(returned::add);
        channel.confirmSelect();
        channel.basicPublish("amq.topic", "java.nowhere", true, new AMQP.BasicProperties.Builder().messageId("7").build(),
                "lost".getBytes());
        channel.waitForConfirms(20_000);
        Return first = returned.poll(20, TimeUnit.SECONDS);
        System.out.println("returned " + first.getReplyCode() + " " + first.getReplyText() + " " + first.getExchange() + " "
                + first.getRoutingKey() + " " + first.getProperties().getMessageId() + " " + new String(first.getBody()));
    }

    private static void bodies(Channel channel) throws Exception {
        channel.confirmSelect();
        for (int size : new int[] {0, 1, 4088, 4089, 9_000}) {
            byte[] body = new byte[size];
            for (int i = 0; i < size; i++) {
                body[i] = (byte) (i * 31 + i / 256);
            }
            channel.basicPublish("", "java-publishing", null, body);
            byte[] back = channel.basicGet("java-publishing", true).getBody();
            System.out.println(size + " bytes " + (Arrays.equals(body, back) ? "came back" : "came back otherwise"));
        }
    }

    private static void transactions(Channel channel) throws Exception {
        channel.txSelect();
        channel.basicPublish("", "java-publishing", null, "kept".getBytes());
        System.out.println("before the commit " + channel.messageCount("java-publishing"));
        channel.txCommit();
        System.out.println("after it " + channel.messageCount("java-publishing"));
        channel.basicPublish("", "java-publishing", null, "dropped".getBytes());
        GetResponse got = channel.basicGet("java-publishing", false);
        channel.basicAck(got.getEnvelope().getDeliveryTag(), false);
        channel.txRollback();
        channel.basicNack(got.getEnvelope().getDeliveryTag(), false, true);
        channel.txCommit();
        GetResponse again = channel.basicGet("java-publishing", true);
        System.out.println(new String(again.getBody()) + " redelivered " + again.getEnvelope().isRedeliver() + ", behind it "
                + again.getMessageCount());
        channel.txCommit();
    }
}
