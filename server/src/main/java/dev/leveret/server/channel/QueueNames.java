package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;

/** What the names in methods mean on one channel: an empty queue name is that of the queue declared last. */
final class QueueNames {

    private String lastDeclared = "";

    void declared(String queue) {
        lastDeclared = queue;
    }

    /** The queue that is meant; throws 404 if the name is empty and none was declared. */
    String resolve(String queue) {
        if (!queue.isEmpty()) {
            return queue;
        }
        if (lastDeclared.isEmpty()) {
            throw AmqpException.notFound("no previously declared queue");
        }
        return lastDeclared;
    }

    /** The key of a queue's binding: with both names empty it is the queue's name. AMQP 0-9-1 §1.7.2.3. */
    String resolveKey(String queue, String routingKey) {
        return queue.isEmpty() && routingKey.isEmpty() ? resolve(queue) : routingKey;
    }

    /** Without carriage returns and line feeds, which RabbitMQ removes from names. */
    static String clean(String name) {
        if (name.indexOf('\r') < 0 && name.indexOf('\n') < 0) {
            return name;
        }
        return name.replace("\r", "").replace("\n", "");
    }
}
