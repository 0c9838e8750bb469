package dev.leveret.server.channel;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.QueueCommand;
import dev.leveret.queue.QueueReply;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.Asker;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.ReplyAddresses;
import dev.leveret.server.vhost.VirtualHost;

/** What a client asks about queues and their bindings: AMQP 0-9-1 §1.7. */
final class QueueRequests {

    private final ConnectionContext connection;
    private final VirtualHost vhost;
    private final BrokerLoop loop;
    private final PendingReply pending;
    private final QueueNames names;
    private final QueueDeclarations declarations;

    QueueRequests(ConnectionContext connection, PendingReply pending, QueueNames names) {
        this.connection = connection;
        this.vhost = connection.vhost();
        this.loop = connection.loop();
        this.pending = pending;
        this.names = names;
        this.declarations = new QueueDeclarations(connection, pending, names);
    }

    void declare(QueueMethod.Declare declare) {
        if (!declare.passive()) {
            connection.requireRoom();
        }
        declarations.declare(declare);
    }

    void bind(QueueMethod.Bind bind) {
        connection.requireRoom();
        var request = request(bind.queue(), bind.exchange(), bind.routingKey(), bind.arguments());
        StoreWait.run(
                pending,
                bind.id(),
                bind.noWait(),
                new QueueMethod.BindOk(),
                completion -> vhost.bindQueue(request, connection.id(), loop, completion));
    }

    void unbind(QueueMethod.Unbind unbind) {
        var request = request(unbind.queue(), unbind.exchange(), unbind.routingKey(), unbind.arguments());
        StoreWait.run(
                pending,
                unbind.id(),
                false,
                new QueueMethod.UnbindOk(),
                completion -> vhost.unbindQueue(request, connection.id(), loop, completion));
    }

    private BindingRequest request(
            String queue, String exchange, String routingKey, FieldTable arguments) {
        String name = QueueNames.clean(names.resolve(queue));
        if (name.equals(ReplyAddresses.NAME) || ReplyAddresses.isAddress(name)) {
            throw AmqpException.accessRefused("operation not permitted on queue '%s' in vhost '%s'", name, vhost.name());
        }
        return new BindingRequest(
                QueueNames.clean(exchange), name, names.resolveKey(queue, routingKey), arguments, connection.user());
    }

    void purge(QueueMethod.Purge purge) {
        QueueRef queue = vhost.queues().require(names.resolve(purge.queue()), connection.id());
        pending.begin(purge.id());
        queue.command(loop, new QueueCommand.Purge(new Question(this, purge.noWait())));
    }

    /** Deleting what does not exist succeeds, as in RabbitMQ. */
    void delete(QueueMethod.Delete delete) {
        String name = QueueNames.clean(names.resolve(delete.queue()));
        if (vhost.queues().find(name) == null) {
            StoreWait.run(
                    pending,
                    delete.id(),
                    delete.noWait(),
                    new QueueMethod.DeleteOk(0),
                    completion -> vhost.queues().awaitDeletion(loop, completion));
            return;
        }
        QueueRef queue = vhost.queues().require(name, connection.id());
        requireConditions(delete, queue);
        pending.begin(delete.id());
        var question = new Question(this, delete.noWait());
        queue.command(loop, new QueueCommand.Delete(delete.ifUnused(), delete.ifEmpty(), question));
    }

    /** A quorum queue is deleted whatever is in it and whoever uses it: in RabbitMQ's cluster nobody knows that for sure. */
    private static void requireConditions(QueueMethod.Delete delete, QueueRef queue) {
        if (queue.isQuorum() && (delete.ifUnused() || delete.ifEmpty())) {
            throw AmqpException.notImplemented(
                    "cannot delete %s. queue.delete operations with %s flag set are not supported by quorum queues",
                    queue, delete.ifUnused() ? "if-unused" : "if-empty");
        }
    }

    /** What was asked of a queue, and waits for its answer. */
    private record Question(QueueRequests requests, boolean noWait) implements Asker {

        @Override
        public BrokerLoop loop() {
            return requests.loop;
        }

        @Override
        public String user() {
            return requests.connection.user();
        }

        @Override
        public void answer(QueueReply reply) {
            switch (reply) {
                case QueueReply.Purged purged ->
                    requests.pending.done(noWait, new QueueMethod.PurgeOk(purged.messages()));
                case QueueReply.Deleted deleted ->
                    requests.pending.done(noWait, new QueueMethod.DeleteOk(deleted.messages()));
                case QueueReply.Refused refused -> requests.pending.failed(refused.error());
                default -> throw new IllegalStateException("answer to a purge or a deletion: " + reply);
            }
        }
    }
}
