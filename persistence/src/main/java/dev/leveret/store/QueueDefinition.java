package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A durable queue. Its identity is virtual host and name; undefining it drops its messages too.
 *
 * @param id from {@link BrokerStore#newQueueIds}, never given twice: a queue of the same name that is declared after
 *     this one was deleted has another
 * @param priorityMax the highest priority of its messages, 0 to 255. To the rest of the store those of each priority are a queue
 *     of their own, whose id is greater than this one by the priority.
 */
public record QueueDefinition(
        long id, String vhost, String name, boolean autoDelete, FieldTable arguments, int priorityMax)
        implements Definition {

    /** A queue without priorities. */
    public QueueDefinition(long id, String vhost, String name, boolean autoDelete, FieldTable arguments) {
        this(id, vhost, name, autoDelete, arguments, 0);
    }

    /** The id of its messages of the highest priority. */
    long lastId() {
        return id + priorityMax;
    }

    @Override
    public void accept(DefinitionVisitor visitor) {
        visitor.queue(this);
    }
}
