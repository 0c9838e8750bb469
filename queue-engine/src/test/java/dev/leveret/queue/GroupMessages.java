package dev.leveret.queue;

import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;

/** Messages that belong to groups, and queues that have groups. */
final class GroupMessages {

    static final String HEADER = "group";
    static final FieldTable ARGUMENTS = FieldTable.of("x-message-group-header", FieldValue.text(HEADER));

    private GroupMessages() {}

    /** A transient queue with groups. */
    static TestQueue queue() {
        return TestQueue.with(ARGUMENTS);
    }

    /** Transient ones; what is before the number is the group: {@code a1}, {@code b1}, {@code a2}. Those that begin with a dash have none. */
    static TestQueue publish(TestQueue queue, String... names) {
        for (String name : names) {
            queue.publish(one(name));
        }
        return queue;
    }

    static Message one(String name) {
        Message message = TestMessages.transientOne(name);
        return name.startsWith("-") ? message : with(message, FieldValue.text(groupOf(name)));
    }

    static Message persistentOne(String name) {
        return TestMessages.persistently(one(name));
    }

    static Message with(Message message, FieldValue group) {
        return message.withHeader(message.header().withHeaders(FieldTable.of(HEADER, group)));
    }

    static Message expiringOne(String name, String expiration) {
        var properties = BasicProperties.builder()
                .expiration(expiration)
                .headers(FieldTable.of(HEADER, FieldValue.text(groupOf(name))))
                .build();
        return TestMessages.transientOne(name).withHeader(ContentHeader.of(properties));
    }

    static String groupOf(String name) {
        return name.replaceAll("[0-9].*", "");
    }
}
