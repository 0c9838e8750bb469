package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.method.ToChannel;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeType;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.auth.Access;
import dev.leveret.server.vhost.ReplyAddresses;

/**
 * Which permissions a method needs, before it is looked at in any other way (RabbitMQ's page "Access Control", table "How
 * Authorisation Works"; observed on 3.10). A passive declaration needs none.
 */
final class AccessChecks {

    private final Access access;
    private final Topology topology;
    private final QueueNames names;

    /** Where the message under way goes, if its routing keys matter; null if not. */
    private String topicExchange;

    AccessChecks(Access access, Topology topology, QueueNames names) {
        this.access = access;
        this.topology = topology;
        this.names = names;
    }

    /** Throws 403 if the user may not do that. */
    void check(ToChannel method) {
        if (access.isUnrestricted()) {
            return;
        }
        switch (method) {
            case BasicMethod.Publish publish -> publish(publish);
            case BasicMethod.Get get -> read(get.queue());
            case BasicMethod.Consume consume -> read(consume.queue());
            case QueueMethod.Declare declare -> declare(declare);
            case QueueMethod.Bind bind -> bindQueue(bind.queue(), bind.exchange(), bind.routingKey());
            case QueueMethod.Unbind unbind -> bindQueue(unbind.queue(), unbind.exchange(), unbind.routingKey());
            case QueueMethod.Purge purge -> read(purge.queue());
            case QueueMethod.Delete delete -> access.configureQueue(queue(delete.queue()));
            case ExchangeMethod.Declare declare -> declare(declare);
            case ExchangeMethod.Delete delete -> access.configureExchange(exchange(delete.exchange()));
            case ExchangeMethod.Bind bind -> bindExchange(bind.destination(), bind.source(), bind.routingKey());
            case ExchangeMethod.Unbind unbind -> bindExchange(unbind.destination(), unbind.source(), unbind.routingKey());
            default -> {} // is about nothing that has a name
        }
    }

    /** Throws 403 if the message names a routing key in CC or BCC that the user may not use. */
    void check(ContentHeader header) {
        if (topicExchange == null) {
            return;
        }
        String exchange = topicExchange;
        topicExchange = null;
        if (Router.selectsKeys(header)) {
            try {
                Router.selectedKeys(header).forEach(key -> access.writeTopic(exchange, key));
            } catch (AmqpException e) {
                throw e.at(BasicMethod.Publish.ID);
            }
        }
    }

    private void publish(BasicMethod.Publish publish) {
        String exchange = publish.exchange();
        topicExchange = null;
        access.writeExchange(exchange);
        if (isRestrictedTopic(exchange)) {
            access.writeTopic(exchange, publish.routingKey());
            topicExchange = exchange;
        }
    }

    private boolean isRestrictedTopic(String exchange) {
        if (!access.hasTopicsOf(exchange)) {
            return false;
        }
        Exchange found = topology.exchange(exchange);
        return found != null && found.type() == ExchangeType.TOPIC;
    }

    private void readTopic(String exchange, String key) {
        if (isRestrictedTopic(exchange)) {
            access.readTopic(exchange, key);
        }
    }

    private void declare(QueueMethod.Declare declare) {
        String name = QueueNames.clean(declare.queue());
        if (declare.passive() || ReplyAddresses.isAddress(name) || name.equals(ReplyAddresses.NAME)) {
            return;
        }
        // What name the server will make up is all the same to a pattern, if it is not meant to fit one of them only.
        String checked = name.isEmpty() ? GeneratedNames.queue() : name;
        access.configureQueue(checked);
        String letters = text(declare.arguments(), "x-dead-letter-exchange");
        if (letters != null) {
            access.readQueue(checked);
            access.writeExchange(letters);
        }
    }

    private void declare(ExchangeMethod.Declare declare) {
        if (declare.passive()) {
            return;
        }
        String name = exchange(declare.exchange());
        access.configureExchange(name);
        String alternate = text(declare.arguments(), "alternate-exchange");
        if (alternate != null) {
            access.readExchange(name);
            access.writeExchange(alternate);
        }
    }

    private void read(String name) {
        if (!name.equals(ReplyAddresses.NAME)) {
            access.readQueue(queue(name));
        }
    }

    private void bindQueue(String name, String source, String key) {
        access.writeQueue(queue(name));
        access.readExchange(exchange(source));
        readTopic(exchange(source), names.resolveKey(name, key));
    }

    private void bindExchange(String destination, String source, String key) {
        access.writeExchange(exchange(destination));
        access.readExchange(exchange(source));
        readTopic(exchange(source), key);
    }

    private String queue(String name) {
        return names.resolve(QueueNames.clean(name));
    }

    private static String exchange(String name) {
        return QueueNames.clean(name);
    }

    private static String text(FieldTable arguments, String name) {
        return arguments.get(name) instanceof FieldValue.LongString text ? text.text() : null;
    }
}
