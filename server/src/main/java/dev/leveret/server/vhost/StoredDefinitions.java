package dev.leveret.server.vhost;

import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.StoreWriter;

/** Definitions go to the store, through a writer that belongs to one virtual host's mutex. */
final class StoredDefinitions implements DefinitionLog {

    private final StoreLink link;
    private final StoreWriter writer;

    StoredDefinitions(StoreLink link) {
        this.link = link;
        this.writer = link.store().writer();
    }

    @Override
    public long newQueueId() {
        return link.store().newQueueId();
    }

    @Override
    public void define(String vhost, ExchangeDeclaration exchange, DurableUnit unit) {
        writer.define(record(vhost, exchange), unit);
    }

    @Override
    public void define(long queueId, QueueSettings queue, DurableUnit unit) {
        writer.define(record(queueId, queue), unit);
    }

    @Override
    public void define(String vhost, Binding binding, DurableUnit unit) {
        writer.define(record(vhost, binding), unit);
    }

    @Override
    public void undefine(String vhost, ExchangeDeclaration exchange, DurableUnit unit) {
        writer.undefine(record(vhost, exchange), unit);
    }

    @Override
    public void undefine(long queueId, QueueSettings queue, DurableUnit unit) {
        writer.undefine(record(queueId, queue), unit);
    }

    @Override
    public void undefine(String vhost, Binding binding, DurableUnit unit) {
        writer.undefine(record(vhost, binding), unit);
    }

    @Override
    public void skip(DurableUnit unit) {
        writer.skip(unit);
    }

    @Override
    public void handOver() {
        writer.flush();
    }

    @Override
    public QueueStore queueStore(long queueId, BrokerLoop loop) {
        return link.queue(queueId, loop);
    }

    private static ExchangeDefinition record(String vhost, ExchangeDeclaration exchange) {
        return new ExchangeDefinition(
                vhost,
                exchange.name(),
                exchange.type().wireName(),
                exchange.durable(),
                exchange.autoDelete(),
                exchange.internal(),
                exchange.arguments());
    }

    private static QueueDefinition record(long queueId, QueueSettings queue) {
        return new QueueDefinition(queueId, queue.vhost(), queue.name(), queue.autoDelete(), queue.arguments());
    }

    private static BindingDefinition record(String vhost, Binding binding) {
        return new BindingDefinition(
                vhost,
                binding.source().name(),
                binding.destination() instanceof Exchange,
                binding.destination().name(),
                binding.bindingKey(),
                binding.arguments());
    }
}
