package dev.leveret.queue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.queue.state.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Messages that are known by their bodies. */
final class TestMessages {

    private static final Address ADDRESS = Address.of("", "q");
    private static final ContentHeader TRANSIENT = ContentHeader.of(BasicProperties.EMPTY);
    private static final ContentHeader PERSISTENT =
            ContentHeader.of(BasicProperties.builder().deliveryMode(2).build());

    private TestMessages() {}

    static Message transientOne(String name) {
        return Message.of(ADDRESS, TRANSIENT, name.getBytes(StandardCharsets.UTF_8), 0);
    }

    static Message persistentOne(String name) {
        return Message.of(ADDRESS, PERSISTENT, name.getBytes(StandardCharsets.UTF_8), 0);
    }

    /** A transient message that lives for so many milliseconds, or as its queue says if that is shorter. */
    static Message expiringOne(String name, String expiration) {
        var properties = BasicProperties.builder().expiration(expiration).build();
        return transientOne(name).withHeader(ContentHeader.of(properties));
    }

    static Message priorOne(String name, int priority) {
        var properties = BasicProperties.builder().priority(priority).build();
        return transientOne(name).withHeader(ContentHeader.of(properties));
    }

    /** The same with delivery mode 2. */
    static Message persistently(Message message) {
        BasicProperties properties = message.header().properties();
        return message.withHeader(ContentHeader.of(BasicProperties.builder()
                .deliveryMode(2)
                .priority(message.header().priority())
                .expiration(properties.expiration())
                .headers(properties.headers())
                .build()));
    }

    /** A transient message of that name whose body takes at least so many bytes. */
    static Message bigOne(String name, int bodySize) {
        byte[] body = Arrays.copyOf((name + " ").getBytes(StandardCharsets.UTF_8), bodySize);
        return Message.of(ADDRESS, TRANSIENT, body, 0);
    }

    static String nameOf(Message message) {
        String body = new String(message.body(), StandardCharsets.UTF_8);
        int end = body.indexOf(' ');
        return end < 0 ? body : body.substring(0, end);
    }

    static String nameOf(Delivery delivery) {
        return nameOf(delivery.message());
    }
}
