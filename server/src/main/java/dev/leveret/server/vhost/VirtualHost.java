package dev.leveret.server.vhost;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueSettings;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.queue.port.DurableUnit.Completion;
import dev.leveret.queue.port.LetterMemory;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.routing.Removals;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.routing.kept.KeptMemory;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.connection.ConnectionContext;
import dev.leveret.server.event.BrokerEvents;
import dev.leveret.server.event.Firehose;
import dev.leveret.server.event.TopologyEvents;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.RecoveredLevel;
import dev.leveret.store.RecoveredMessage;
import dev.leveret.store.RecoveredQueue;
import dev.leveret.store.VirtualHostDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One virtual host: its exchanges, bindings and queues, in memory and, what is durable of them, in the store.
 *
 * <p>Used from all loops. Changes take the mutex, for as long as it takes to change a few maps; what is on the way of a
 * message takes none. A method that changes something durable returns true and tells its completion, on the given loop,
 * when the store has it; one that returns false is done.
 */
public final class VirtualHost {

    private final Topology topology;
    private final Router router;
    private final HistoryReplay history;
    private final ReentrantLock mutex = new ReentrantLock();
    private final DefinitionLog log;
    private final VirtualHostPolicies policies;
    private final DelayLines delays;
    private final KeptKeys keys;
    private final VirtualHostQueues queues;
    private final Room exchangeRoom;
    private final ReplyAddresses replyAddresses = new ReplyAddresses();
    private final TopologyEvents events;
    private final Firehose firehose;

    private volatile Limits limits = Limits.NONE;
    private volatile Optional<QueueType> defaultQueueType = Optional.empty();

    /**
     * @param memory for what exchanges keep of messages
     * @param letterMemory for dead letters on their way
     * @param rooms which it shares with the others
     */
    VirtualHost(String name, DefinitionLog log, BrokerLoops loops, KeptMemory memory, LetterMemory letterMemory,
            Rooms rooms, BrokerEvents brokerEvents) {
        this.topology = new Topology(name, memory);
        this.router = new Router(topology);
        this.log = log;
        this.policies = new VirtualHostPolicies(topology, mutex, log, loops.at(0));
        brokerEvents.settle(topology, router);
        this.events = new TopologyEvents(brokerEvents, name);
        this.firehose = new Firehose(topology, router, brokerEvents);
        this.keys = new KeptKeys(topology, mutex, log);
        this.delays = new DelayLines(topology, mutex, log, keys);
        this.history = new HistoryReplay(router, delays, keys);
        this.queues = new VirtualHostQueues(topology, mutex, log, loops, policies, events, delays, keys,
                new QueueStores(log, memory, letterMemory), new LetterRoutes(topology, router, delays, keys),
                () -> limits.queuesMax(), rooms.queues());
        this.exchangeRoom = rooms.exchanges();
    }

    public String name() {
        return topology.vhost();
    }

    /** For reading: whoever changes something does it through the methods here. */
    public Topology topology() {
        return topology;
    }

    public Router router() {
        return router;
    }

    public VirtualHostQueues queues() {
        return queues;
    }

    /** What waits in exchanges that delay. */
    public DelayLines delays() {
        return delays;
    }

    /** What exchanges that deduplicate have stored of keys. */
    public KeptKeys keys() {
        return keys;
    }

    public VirtualHostPolicies policies() {
        return policies;
    }

    /** The consumers of direct reply-to. */
    public ReplyAddresses replyAddresses() {
        return replyAddresses;
    }

    /** Where what happens here is told, and what happens in the whole broker. */
    public BrokerEvents events() {
        return events.all();
    }

    /** The copies of messages for whoever wants to watch them; off at first. */
    public Firehose firehose() {
        return firehose;
    }

    /** How many connections and queues it may have. */
    public Limits limits() {
        return limits;
    }

    /** The type of queues here that are declared without one; empty if there is none of its own. */
    public Optional<QueueType> defaultQueueType() {
        return defaultQueueType;
    }

    /** What is stored about it has changed. */
    void follow(VirtualHostDefinition definition) {
        limits = new Limits(definition.limits());
        defaultQueueType = Optional.ofNullable(definition.metadata().get("default_queue_type"))
                .flatMap(type -> QueueType.named(ArgumentText.plain(type)));
    }

    /** Nothing is made here any more: whoever tries gets 320. */
    void close() {
        mutex.lock();
        try {
            queues.close();
        } finally {
            mutex.unlock();
        }
    }

    /** Deletes all there is, of one that is closed. On this loop, where that is completed. */
    void empty(BrokerLoop loop, String user, CompletableFuture<Void> emptied) {
        Emptying emptying = new Emptying(topology, mutex, log, policies, delays, events);
        queues.deleteAll(loop, user, () -> emptying.run(loop, user, emptied));
    }

    /** Declares an exchange for a user, or throws as {@link Topology#declareExchange} does, or 406 if there are as many as may be. */
    public boolean declareExchange(
            ExchangeDeclaration declaration, String user, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            queues.requireOpen();
            boolean isNew = topology.exchange(declaration.name()) == null;
            if (isNew) {
                Topology.requireNewName(declaration.name()); // Order: before the room is looked at, as in RabbitMQ.
            }
            boolean created = isNew
                    ? exchangeRoom.make(() -> topology.declareExchange(declaration), max -> AmqpException.preconditionFailed(
                            "cannot declare exchange '%s' in vhost '%s': exchange limit of %d is reached",
                            declaration.name(), name(), max))
                    : topology.declareExchange(declaration);
            policies.applyTo(topology.exchange(declaration.name()));
            if (created) {
                events.created(declaration, user, loop);
            }
            DefinitionChange change = change();
            return (created ? change.define(declaration) : change.awaitEarlier(declaration.durable()))
                    .commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Deletes an exchange for a user, or throws as {@link Topology#deleteExchange} does. */
    public boolean deleteExchange(
            String name, boolean ifUnused, String user, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return removed(topology.deleteExchange(name, ifUnused), user, loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Binds a queue, or throws 405 if it is exclusive to another connection, or as {@link Topology#bindQueue} does. */
    public boolean bindQueue(
            BindingRequest request, long connection, BrokerLoop loop, Completion completion) {
        Optional<Binding> binding;
        boolean waits;
        mutex.lock();
        try {
            queues.requireOpen();
            requireAccess(request, connection);
            binding = topology.bindQueue(
                    request.source(), request.destination(), request.bindingKey(), request.arguments());
            waits = define(request, binding, loop, completion);
        } finally {
            mutex.unlock();
        }
        binding.ifPresent(added -> history.run(added, loop));
        return waits;
    }

    /** Removes a queue's binding; throws 405 if there is one and the queue is exclusive to another connection. */
    public boolean unbindQueue(
            BindingRequest request, long connection, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            requireAccessIfBound(request, connection);
            return removed(
                    topology.unbindQueue(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()),
                    request.user(),
                    loop,
                    completion);
        } finally {
            mutex.unlock();
        }
    }

    private void requireAccessIfBound(BindingRequest request, long connection) {
        QueueRef queue = queues.find(request.destination());
        Exchange source = topology.exchange(request.source());
        if (queue == null || source == null || queue.isOpenTo(connection)) {
            return;
        }
        var binding = new Binding(source, queue, request.bindingKey(), request.arguments());
        if (topology.bindingsTo(queue).contains(binding)) {
            VirtualHostQueues.requireAccess(queue, connection);
        }
    }

    /** Binds an exchange to another, or throws as {@link Topology#bindExchange} does. */
    public boolean bindExchange(BindingRequest request, BrokerLoop loop, Completion completion) {
        Optional<Binding> binding;
        boolean waits;
        mutex.lock();
        try {
            queues.requireOpen();
            binding = topology.bindExchange(
                    request.source(), request.destination(), request.bindingKey(), request.arguments());
            waits = define(request, binding, loop, completion);
        } finally {
            mutex.unlock();
        }
        binding.ifPresent(added -> history.run(added, loop));
        return waits;
    }

    /** Removes an exchange's binding, or throws as {@link Topology#unbindExchange} does. */
    public boolean unbindExchange(BindingRequest request, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return removed(
                    topology.unbindExchange(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()),
                    request.user(),
                    loop,
                    completion);
        } finally {
            mutex.unlock();
        }
    }

    /** All bindings but those of the default exchange, by their source. From any thread. */
    public List<Binding> bindings() {
        mutex.lock();
        try {
            return topology.exchanges().stream()
                    .sorted(Comparator.comparing(Exchange::name))
                    .flatMap(exchange -> topology.bindingsFrom(exchange).stream())
                    .toList();
        } finally {
            mutex.unlock();
        }
    }

    /** A connection has ended: deletes its exclusive queues, then runs the task on its loop. */
    public void connectionClosed(ConnectionContext connection, Runnable done) {
        queues.deleteExclusive(connection.id(), connection.loop(), done);
    }

    /** Takes up a policy that the store has kept. Before all else. */
    void recover(PolicyDefinition policy) {
        policies.recover(policy);
        topology.exchanges().forEach(policies::applyTo);
    }

    /** Takes up what the store has kept. Before there are connections. */
    void recover(ExchangeDefinition exchange) {
        topology.declareExchange(new ExchangeDeclaration(
                exchange.name(),
                ExchangeType.named(exchange.type()),
                exchange.durable(),
                exchange.autoDelete(),
                exchange.internal(),
                exchange.arguments()));
        policies.applyTo(topology.exchange(exchange.name()));
    }

    /** Takes up a queue with its messages, on this loop. Before there are connections. */
    void recover(RecoveredQueue recovered, BrokerLoop home) {
        QueueDefinition definition = recovered.definition();
        if (DelayLines.isLine(definition)) {
            delays.recover(recovered, home);
            return;
        }
        if (KeptKeys.areKeys(definition)) {
            keys.recover(recovered, home);
            return;
        }
        var settings = new QueueSettings(
                definition.vhost(), definition.name(), true, false, definition.autoDelete(), definition.arguments());
        QueueActor actor = queues.recover(definition.id(), settings, home);
        QueueKeysRecovery queueKeys = settings.deduplicates() ? new QueueKeysRecovery(actor, definition.id(), log) : null;
        for (RecoveredLevel level : recovered.levels()) {
            if (queueKeys != null && queueKeys.take(level)) {
                continue;
            }
            actor.recoverReturns(level.priority(), level.returns());
            actor.recover(level.priority(), level.mark(), level.pages());
            for (RecoveredMessage message : level.newer()) {
                actor.recover(level.priority(), message.position(), message.message(), message.handle());
            }
            actor.resumeAt(level.priority(), level.nextPosition());
        }
    }

    /** Takes up a binding, both of whose ends are there. Before there are connections. */
    void recover(BindingDefinition binding) {
        if (binding.toExchange()) {
            topology.bindExchange(
                    binding.source(), binding.destination(), binding.routingKey(), binding.arguments());
        } else {
            topology.bindQueue(binding.source(), binding.destination(), binding.routingKey(), binding.arguments());
        }
    }

    private boolean define(
            BindingRequest request, Optional<Binding> binding, BrokerLoop loop, Completion completion) {
        DefinitionChange change = change();
        if (binding.isPresent()) {
            change.define(binding.get());
            events.created(binding.get(), request.user(), loop);
        } else {
            change.awaitEarlier(topology.exchange(request.source()).durable());
        }
        return change.commit(loop, completion);
    }

    /** What was not there may have gone so lately that the store has not written it yet. */
    private boolean removed(Removals removals, String user, BrokerLoop loop, Completion completion) {
        events.removed(removals, user, loop);
        return change().undefine(removals).undefine(delays.drop(removals)).undefine(keys.drop(removals)).awaitEarlier(removals.isEmpty()).commit(loop, completion);
    }

    /** A missing exchange is told of before a locked queue is, as in RabbitMQ. */
    private void requireAccess(BindingRequest request, long connection) {
        QueueRef queue = queues.find(request.destination());
        if (queue != null && topology.exchange(request.source()) != null) {
            VirtualHostQueues.requireAccess(queue, connection);
        }
    }

    private DefinitionChange change() {
        return new DefinitionChange(log, name());
    }

    @Override
    public String toString() {
        return "vhost '" + name() + "'";
    }
}
