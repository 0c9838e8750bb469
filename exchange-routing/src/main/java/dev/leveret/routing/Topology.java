package dev.leveret.routing;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.text.ResourceText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.kept.KeptMemory;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The exchanges and bindings of one virtual host, and the names of its queues.
 *
 * <p>Changed by one writer at a time, which the caller sees to; the methods under "Reading" may be called by
 * any thread at any time. Each change is visible to readers, and {@link #version} has moved, when its method
 * returns. What is refused throws before anything is changed. Permissions, and what is on disk, are
 * the caller's.
 */
public final class Topology {

    private static final String RESERVED_PREFIX = "amq.";

    private final String vhost;
    private final KeptMemory memory;
    private final Map<String, Exchange> exchanges = new ConcurrentHashMap<>();
    private final Map<String, RouteTarget> queues = new ConcurrentHashMap<>();

    /** The bindings to each queue. The writer's alone. */
    private final Map<RouteTarget, Set<Binding>> toQueues = new IdentityHashMap<>();

    private volatile long version;

    /**
     * A virtual host that has the predeclared exchanges and no queue.
     *
     * @param memory for what exchanges keep of messages; several virtual hosts may share it
     */
    public Topology(String vhost, KeptMemory memory) {
        this.vhost = vhost;
        this.memory = memory;
        PredeclaredExchanges.ALL.forEach(this::create);
    }

    // ---- Reading ----

    public String vhost() {
        return vhost;
    }

    /** A number that grows with every change, so that what was derived from the topology can be kept. */
    public long version() {
        return version;
    }

    /** The exchange of that name, or null; the empty name is that of the default exchange. */
    public Exchange exchange(String name) {
        return exchanges.get(name);
    }

    /** The queue of that name, or null. */
    public RouteTarget queue(String name) {
        return queues.get(name);
    }

    /** All exchanges, the predeclared and the default one included; a view that follows changes. */
    public Collection<Exchange> exchanges() {
        return Collections.unmodifiableCollection(exchanges.values());
    }

    /** All queues; a view that follows changes. */
    public Collection<RouteTarget> queues() {
        return Collections.unmodifiableCollection(queues.values());
    }

    /** The exchange of that name; throws 404 if there is none. */
    public Exchange requireExchange(String name) {
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            throw AmqpException.notFound("no %s", exchangeText(name));
        }
        return exchange;
    }

    /** The exchange that a client publishes to; throws 404 if there is none and 403 if it is internal. */
    public Exchange requirePublishable(String name) {
        Exchange exchange = requireExchange(name);
        if (exchange.internal()) {
            throw AmqpException.accessRefused("cannot publish to internal %s", exchangeText(name));
        }
        return exchange;
    }

    /** Throws 403 if the name is that of the default exchange, which can't be declared, deleted or bound. */
    public static void requireNotDefault(String exchange) {
        if (exchange.isEmpty()) {
            throw AmqpException.accessRefused("operation not permitted on the default exchange");
        }
    }

    // ---- Bindings as lists; by the writer, or while there is none ----

    /** The bindings that lead away from an exchange, oldest first. Those of the default exchange are not kept. */
    public List<Binding> bindingsFrom(Exchange source) {
        return List.copyOf(source.outgoing());
    }

    /** The bindings that lead to a queue or exchange, oldest first. */
    public List<Binding> bindingsTo(BindingDestination destination) {
        return List.copyOf(incoming(destination));
    }

    // ---- Writing ----

    /**
     * Makes an exchange that the broker itself publishes to, with a name that no client could give it. Before there are
     * connections.
     */
    public Exchange predeclare(ExchangeDeclaration declaration) {
        create(declaration);
        moveOn();
        return exchanges.get(declaration.name());
    }

    /**
     * Declares an exchange, or checks that the one of that name is equivalent.
     *
     * @return whether it is new
     * @throws AmqpException 403 for the default exchange and a new name that begins with {@code amq.}, 406 if it
     *     exists and differs or an argument is invalid
     */
    public boolean declareExchange(ExchangeDeclaration declaration) {
        String name = declaration.name();
        requireNotDefault(name);
        Exchange existing = exchanges.get(name);
        if (existing != null) {
            existing.declaration().requireEquivalent(declaration, vhost);
            return false;
        }
        requireNewName(name);
        declaration.requireValidArguments(vhost);
        create(declaration);
        moveOn();
        return true;
    }

    /** Throws 403 if nobody may give an exchange that name. */
    public static void requireNewName(String exchange) {
        requireNotDefault(exchange);
        if (exchange.startsWith(RESERVED_PREFIX)) {
            throw AmqpException.accessRefused("exchange name '%s' contains reserved prefix 'amq.*'", exchange);
        }
    }

    /**
     * Deletes an exchange with its bindings, if there is one.
     *
     * @throws AmqpException 403 for the default exchange and any name that begins with {@code amq.}, 406 if it
     *     must be unused and bindings lead away from it
     */
    public Removals deleteExchange(String name, boolean ifUnused) {
        requireNotDefault(name);
        if (name.startsWith(RESERVED_PREFIX)) {
            throw AmqpException.accessRefused("deletion of system %s not allowed", exchangeText(name));
        }
        Exchange exchange = exchanges.get(name);
        if (exchange == null) {
            return Removals.NONE;
        }
        if (ifUnused && !exchange.outgoing().isEmpty()) {
            throw AmqpException.preconditionFailed("%s in use", exchangeText(name));
        }
        return moveOn(teardown().ofExchange(exchange));
    }

    /**
     * Makes a queue known by its name, to the default exchange too.
     *
     * @throws IllegalStateException if there is a queue of that name
     */
    public void addQueue(RouteTarget queue) {
        if (queues.containsKey(queue.name())) {
            throw new IllegalStateException("a second queue '" + queue.name() + "' in vhost '" + vhost + "'");
        }
        toQueues.put(queue, new LinkedHashSet<>());
        queues.put(queue.name(), queue);
        moveOn();
    }

    /** Forgets a queue and the bindings to it, if it is known. */
    public Removals removeQueue(RouteTarget queue) {
        if (!queues.remove(queue.name(), queue)) {
            return Removals.NONE;
        }
        return moveOn(teardown().ofQueue(queue));
    }

    /**
     * Binds a queue to an exchange.
     *
     * @return the binding if it is new
     * @throws AmqpException 403 for the default exchange, 404 if the exchange or else the queue does not exist,
     *     406 if the key or the arguments mean nothing to an exchange of this type
     */
    public Optional<Binding> bindQueue(String source, String queue, String bindingKey, FieldTable arguments) {
        requireNotDefault(source);
        Exchange exchange = requireExchange(source);
        RouteTarget target = queues.get(queue);
        if (target == null) {
            throw AmqpException.notFound("no %s", ResourceText.queue(queue, vhost));
        }
        return add(new Binding(exchange, target, bindingKey, arguments));
    }

    /**
     * Binds an exchange to another, or to itself.
     *
     * @return the binding if it is new
     * @throws AmqpException 403 if one of them is the default exchange, 404 if the source or else the
     *     destination does not exist, 406 if the key or the arguments mean nothing to a source of this type
     */
    public Optional<Binding> bindExchange(
            String source, String destination, String bindingKey, FieldTable arguments) {
        requireNotDefault(destination);
        requireNotDefault(source);
        Exchange exchange = requireExchange(source);
        return add(new Binding(exchange, requireExchange(destination), bindingKey, arguments));
    }

    /**
     * Removes the binding of a queue. Nothing happens if it, the queue, or the exchange does not exist.
     *
     * @throws AmqpException 403 for the default exchange
     */
    public Removals unbindQueue(String source, String queue, String bindingKey, FieldTable arguments) {
        requireNotDefault(source);
        return remove(exchanges.get(source), queues.get(queue), bindingKey, arguments);
    }

    /**
     * Removes the binding of an exchange. Nothing happens if it or one of its ends does not exist.
     *
     * @throws AmqpException 403 if one of the ends is the default exchange
     */
    public Removals unbindExchange(String source, String destination, String bindingKey, FieldTable arguments) {
        requireNotDefault(destination);
        requireNotDefault(source);
        return remove(exchanges.get(source), exchanges.get(destination), bindingKey, arguments);
    }

    /**
     * Policies ask for this of an exchange from now on.
     *
     * @param policy by the keys of a policy's definition, with valid values
     */
    public void configure(Exchange exchange, FieldTable policy) {
        if (!exchange.policy().equals(policy)) {
            exchange.configure(policy);
            moveOn();
        }
    }

    private Optional<Binding> add(Binding binding) {
        Exchange source = binding.source();
        source.table().requireValid(binding); // Order: refused before anything is changed.
        if (!source.outgoing().add(binding)) {
            return Optional.empty();
        }
        incoming(binding.destination()).add(binding);
        source.table().add(binding);
        source.rebound();
        moveOn();
        return Optional.of(binding);
    }

    private Removals remove(Exchange source, BindingDestination destination, String key, FieldTable arguments) {
        if (source == null || destination == null) {
            return Removals.NONE;
        }
        Binding binding = new Binding(source, destination, key, arguments);
        if (!source.outgoing().contains(binding)) {
            return Removals.NONE;
        }
        return moveOn(teardown().ofBinding(binding));
    }

    private void create(ExchangeDeclaration declaration) {
        exchanges.put(declaration.name(), new Exchange(declaration, vhost, memory));
    }

    private Set<Binding> incoming(BindingDestination destination) {
        return switch (destination) {
            case Exchange exchange -> exchange.incoming();
            case RouteTarget queue -> toQueues.getOrDefault(queue, Set.of());
        };
    }

    private Teardown teardown() {
        return new Teardown(exchanges, toQueues);
    }

    private Removals moveOn(Removals removals) {
        moveOn();
        return removals;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // there is one writer
    private void moveOn() {
        version = version + 1;
    }

    private String exchangeText(String name) {
        return ResourceText.exchange(name, vhost);
    }
}
