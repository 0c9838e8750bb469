package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit.Completion;
import dev.leveret.routing.Binding;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import java.util.Optional;
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
    private final ReentrantLock mutex = new ReentrantLock();
    private final DefinitionLog log;
    private final VirtualHostQueues queues;
    private final ReplyAddresses replyAddresses = new ReplyAddresses();

    VirtualHost(String name, DefinitionLog log, BrokerLoops loops) {
        this.topology = new Topology(name);
        this.router = new Router(topology);
        this.log = log;
        this.queues = new VirtualHostQueues(topology, mutex, log, loops);
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

    /** The consumers of direct reply-to. */
    public ReplyAddresses replyAddresses() {
        return replyAddresses;
    }

    /** Declares an exchange, or throws as {@link Topology#declareExchange} does. */
    public boolean declareExchange(ExchangeDeclaration declaration, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return topology.declareExchange(declaration) && change().define(declaration).commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Deletes an exchange, or throws as {@link Topology#deleteExchange} does. */
    public boolean deleteExchange(String name, boolean ifUnused, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return change().undefine(topology.deleteExchange(name, ifUnused)).commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Binds a queue, or throws 405 if it is exclusive to another connection, or as {@link Topology#bindQueue} does. */
    public boolean bindQueue(
            BindingRequest request, long connection, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            requireAccess(request, connection);
            return define(
                    topology.bindQueue(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()),
                    loop,
                    completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Removes a queue's binding, or throws 405 if the queue is exclusive to another connection. */
    public boolean unbindQueue(
            BindingRequest request, long connection, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            requireAccess(request, connection);
            return change()
                    .undefine(topology.unbindQueue(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()))
                    .commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Binds an exchange to another, or throws as {@link Topology#bindExchange} does. */
    public boolean bindExchange(BindingRequest request, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return define(
                    topology.bindExchange(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()),
                    loop,
                    completion);
        } finally {
            mutex.unlock();
        }
    }

    /** Removes an exchange's binding, or throws as {@link Topology#unbindExchange} does. */
    public boolean unbindExchange(BindingRequest request, BrokerLoop loop, Completion completion) {
        mutex.lock();
        try {
            return change()
                    .undefine(topology.unbindExchange(
                            request.source(), request.destination(), request.bindingKey(), request.arguments()))
                    .commit(loop, completion);
        } finally {
            mutex.unlock();
        }
    }

    private boolean define(Optional<Binding> binding, BrokerLoop loop, Completion completion) {
        return binding.isPresent() && change().define(binding.get()).commit(loop, completion);
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
