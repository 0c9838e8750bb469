package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.key.KeyRecord;
import dev.leveret.amqp.key.KeyRules;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.argument.QueueArguments;
import dev.leveret.queue.argument.QueueType;

/**
 * What a queue was declared with. Immutable, and valid if it exists.
 *
 * @param vhost the virtual host that it is in
 * @param name its name, unique within the virtual host
 * @param durable it survives a restart. An exclusive queue never does, whatever was asked for, as in
 *     RabbitMQ.
 * @param exclusive it belongs to the connection that declared it; the queue itself does not look at that
 * @param autoDelete it goes when its last consumer has gone
 * @param arguments as given in {@code queue.declare}, including those that mean nothing here
 */
public record QueueSettings(
        String vhost, String name, boolean durable, boolean exclusive, boolean autoDelete, FieldTable arguments) {

    /** A quorum queue has these priorities whether asked for or not (RabbitMQ's page "Quorum Queues", section "Message Priorities"). */
    private static final int QUORUM_PRIORITY_MAX = 31;

    private static final int QUORUM_PRIORITY_DEFAULT = 4;

    /**
     * Checks the arguments, and whether there are such queues of this type.
     *
     * @throws AmqpException 406 for a value that cannot be, 540 for a type of queue that is not there yet
     */
    public QueueSettings {
        String queue = ResourceText.queue(name, vhost);
        QueueArguments.check(arguments, queue);
        QueueType.of(arguments).checkProperties(durable, exclusive, autoDelete, queue);
        durable = durable && !exclusive;
    }

    /** What kind of queue it is. */
    public QueueType type() {
        return QueueType.of(arguments);
    }

    /**
     * What follows from its arguments and from policies.
     *
     * @param policy as {@link QueueRules#of} wants it
     */
    public QueueRules rules(FieldTable policy) {
        return QueueRules.of(arguments, policy);
    }

    /** Whether transient messages are kept as well. */
    public boolean storesAll() {
        return type() == QueueType.QUORUM;
    }

    /** The highest priority of its messages, 0 to 255; 0 if they have none. */
    public int priorityMax() {
        if (groupHeader() != null) {
            return 0; // the order of a group is that of its messages' arrival
        }
        if (type() == QueueType.QUORUM) {
            return QUORUM_PRIORITY_MAX;
        }
        FieldValue max = arguments.get(QueueArguments.MAX_PRIORITY);
        return max == null ? 0 : (int) max.integer().orElseThrow();
    }

    /** Whether one consumer gets everything as long as it is there: {@code x-single-active-consumer}. */
    public boolean singleActiveConsumer() {
        return arguments.get(QueueArguments.SINGLE_ACTIVE_CONSUMER) instanceof FieldValue.Bool single && single.value();
    }

    /** The priority of messages that have none themselves. */
    public int priorityDefault() {
        return type() == QueueType.QUORUM ? QUORUM_PRIORITY_DEFAULT : 0;
    }

    /** The name of the header that says which group a message belongs to; null if they belong to none. */
    public String groupHeader() {
        FieldValue header = arguments.get(QueueArguments.GROUP_HEADER);
        return header == null ? null : ((FieldValue.LongString) header).text();
    }

    /** Whether it takes no message whose key it knows: {@code x-message-deduplication}. */
    public boolean deduplicates() {
        return arguments.get(QueueArguments.DEDUPLICATION) instanceof FieldValue.Bool on && on.value();
    }

    /**
     * Whether it knows keys whose messages have left, {@link #keyCountMax} of them or as long as {@link #keyRules} says; if not, it
     * knows those of the messages that it has.
     */
    public boolean remembersKeys() {
        return deduplicates() && (arguments.contains(QueueArguments.CACHE_SIZE) || arguments.contains(QueueArguments.CACHE_TTL));
    }

    /** How many keys it remembers. */
    public long keyCountMax() {
        return number(QueueArguments.CACHE_SIZE, Long.MAX_VALUE);
    }

    /** Which header has a message's key, and how long it is remembered. */
    public KeyRules keyRules() {
        FieldValue header = arguments.get(QueueArguments.DEDUPLICATION_HEADER);
        return new KeyRules(
                header == null ? KeyRules.KEY : ((FieldValue.LongString) header).text(),
                number(QueueArguments.CACHE_TTL, KeyRecord.NEVER));
    }

    private long number(String argument, long otherwise) {
        FieldValue value = arguments.get(argument);
        return value == null ? otherwise : value.integer().orElseThrow();
    }

    /** How many ids it has in the store: one for each priority, and one for keys if it remembers any. */
    public int storeLevels() {
        return priorityMax() + (remembersKeys() ? 2 : 1);
    }

    /** The queue as RabbitMQ's reply texts name it: {@code queue 'q' in vhost '/'}. */
    public String describe() {
        return ResourceText.queue(name, vhost);
    }
}
