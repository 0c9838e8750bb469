package dev.leveret.server.channel;

import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.routing.Topology;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.VirtualHost;

/** What a client asks about exchanges: AMQP 0-9-1 §1.6, RabbitMQ doc page "Exchange to Exchange Bindings". */
final class ExchangeRequests {

    private final ConnectionContext connection;
    private final VirtualHost vhost;
    private final BrokerLoop loop;
    private final PendingReply pending;

    ExchangeRequests(ConnectionContext connection, PendingReply pending) {
        this.connection = connection;
        this.vhost = connection.vhost();
        this.loop = connection.loop();
        this.pending = pending;
    }

    void declare(ExchangeMethod.Declare declare) {
        String name = QueueNames.clean(declare.exchange());
        var reply = new ExchangeMethod.DeclareOk();
        if (declare.passive()) {
            Topology.requireNotDefault(name);
            vhost.topology().requireExchange(name);
            pending.answer(declare.noWait(), reply);
            return;
        }
        connection.requireRoom();
        var declaration = new ExchangeDeclaration(
                name,
                ExchangeType.named(declare.type()),
                declare.durable(),
                declare.autoDelete(),
                declare.internal(),
                declare.arguments());
        StoreWait.run(
                pending,
                declare.id(),
                declare.noWait(),
                reply,
                completion -> vhost.declareExchange(declaration, connection.user(), loop, completion));
    }

    void delete(ExchangeMethod.Delete delete) {
        String name = QueueNames.clean(delete.exchange());
        StoreWait.run(
                pending,
                delete.id(),
                delete.noWait(),
                new ExchangeMethod.DeleteOk(),
                completion -> vhost.deleteExchange(name, delete.ifUnused(), connection.user(), loop, completion));
    }

    void bind(ExchangeMethod.Bind bind) {
        connection.requireRoom();
        var request = new BindingRequest(
                QueueNames.clean(bind.source()),
                QueueNames.clean(bind.destination()),
                bind.routingKey(),
                bind.arguments(),
                connection.user());
        StoreWait.run(
                pending,
                bind.id(),
                bind.noWait(),
                new ExchangeMethod.BindOk(),
                completion -> vhost.bindExchange(request, loop, completion));
    }

    void unbind(ExchangeMethod.Unbind unbind) {
        var request = new BindingRequest(
                QueueNames.clean(unbind.source()),
                QueueNames.clean(unbind.destination()),
                unbind.routingKey(),
                unbind.arguments(),
                connection.user());
        StoreWait.run(
                pending,
                unbind.id(),
                unbind.noWait(),
                new ExchangeMethod.UnbindOk(),
                completion -> vhost.unbindExchange(request, loop, completion));
    }
}
