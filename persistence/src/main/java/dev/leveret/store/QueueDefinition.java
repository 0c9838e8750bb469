package dev.leveret.store;

import dev.leveret.amqp.value.FieldTable;

/**
 * A durable queue. Its identity is virtual host and name; undefining it drops its messages too.
 *
 * @param id from {@link BrokerStore#newQueueId()}, never given twice: a queue of the same name that is declared after
 *     this one was deleted has another
 */
public record QueueDefinition(long id, String vhost, String name, boolean autoDelete, FieldTable arguments)
        implements Definition {}
