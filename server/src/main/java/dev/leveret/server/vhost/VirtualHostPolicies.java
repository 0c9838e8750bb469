package dev.leveret.server.vhost;

import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.RouteTarget;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.policy.ApplyTo;
import dev.leveret.server.policy.EffectivePolicy;
import dev.leveret.server.policy.Policies;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyException;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.store.PolicyDefinition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policies of a virtual host: setting and clearing them, and seeing to it that its queues and exchanges follow. From any
 * thread.
 */
public final class VirtualHostPolicies {

    private static final Logger LOG = LoggerFactory.getLogger(VirtualHostPolicies.class);

    private final Topology topology;
    private final ReentrantLock mutex;
    private final DefinitionLog log;
    private final Policies policies = new Policies();

    /** All changes are made here, so that what one queue hears of two of them comes in their order. */
    private final BrokerLoop loop;

    VirtualHostPolicies(Topology topology, ReentrantLock mutex, DefinitionLog log, BrokerLoop loop) {
        this.topology = topology;
        this.mutex = mutex;
        this.log = log;
        this.loop = loop;
    }

    /**
     * Sets a policy, in place of the one of its kind and name. Queues and exchanges follow soon, those that are there too.
     *
     * @return completed on an event loop when it is safe
     * @throws PolicyException if it cannot be
     */
    public CompletableFuture<Void> set(Policy policy) {
        policy.requireValid();
        warnOfMeaningless(policy);
        Outcome outcome = new Outcome("set policy '" + policy.name() + "'");
        loop.execute(() -> change(() -> {
            put(policy);
            return new DefinitionChange(log, topology.vhost()).define(definition(policy));
        }, outcome));
        return outcome.future;
    }

    /**
     * Those that a new virtual host begins with. Before anybody can find it.
     *
     * @return what is to be stored with it
     * @throws PolicyException if one can't be set
     */
    List<PolicyDefinition> begin(List<Policy> first) {
        for (Policy policy : first) {
            policy.requireValid();
            warnOfMeaningless(policy);
            put(policy);
        }
        topology.exchanges().forEach(this::applyTo);
        return all();
    }

    /**
     * Takes a policy away. Queues and exchanges go back to what else applies to them.
     *
     * @return completed on an event loop when that is safe, with false if there was none of that name
     */
    public CompletableFuture<Boolean> clear(PolicyKind kind, String name) {
        Outcome outcome = new Outcome("clear policy '" + name + "'");
        CompletableFuture<Boolean> cleared = new CompletableFuture<>();
        loop.execute(() -> {
            boolean[] found = new boolean[1];
            change(() -> {
                Optional<Policy> gone = policies.remove(kind, name);
                found[0] = gone.isPresent();
                gone.ifPresent(policy -> LOG.info("Successfully cleared {} '{}' in virtual host '{}'",
                        word(kind), name, topology.vhost()));
                DefinitionChange change = new DefinitionChange(log, topology.vhost());
                return gone.map(policy -> change.undefine(definition(policy))).orElseGet(() -> change.awaitEarlier(true));
            }, outcome);
            outcome.future.whenComplete((done, failure) -> {
                if (failure == null) {
                    cleared.complete(found[0]);
                } else {
                    cleared.completeExceptionally(failure);
                }
            });
        });
        return cleared;
    }

    /** All of a kind, in the order in which RabbitMQ's tools list them. */
    public List<Policy> list(PolicyKind kind) {
        return policies.list(kind);
    }

    /** All of both kinds, as the store has them. */
    List<PolicyDefinition> all() {
        return Stream.of(PolicyKind.values()).flatMap(kind -> list(kind).stream()).map(this::definition).toList();
    }

    /** The one of that kind and name. */
    public Optional<Policy> find(PolicyKind kind, String name) {
        return policies.find(kind, name);
    }

    /** What applies to an exchange now. Of queues {@link QueueRef#policy} tells. */
    public EffectivePolicy of(Exchange exchange) {
        return policies.ofExchange(exchange.name());
    }

    /** What applies to a queue of that name and type now, whether there is one or not. */
    EffectivePolicy ofQueue(String name, String type) {
        return policies.ofQueue(name, type);
    }

    /** Takes up what the store has kept. Before there are queues. */
    void recover(PolicyDefinition definition) {
        PolicyKind kind = definition.operator() ? PolicyKind.OPERATOR : PolicyKind.USER;
        policies.put(new Policy(
                kind,
                definition.name(),
                definition.pattern(),
                ApplyTo.require(definition.applyTo()),
                definition.priority(),
                definition.definition()));
    }

    /** A new exchange follows them too. Under the mutex. */
    void applyTo(Exchange exchange) {
        topology.configure(exchange, policies.ofExchange(exchange.name()).definition());
    }

    /** The one place where policies change: who wants to tell of it does it here. */
    private void change(Change change, Outcome outcome) {
        mutex.lock();
        try {
            DefinitionChange made = change.make();
            for (RouteTarget queue : topology.queues()) {
                ((QueueRef) queue).follow(this, loop);
            }
            topology.exchanges().forEach(this::applyTo);
            if (!made.commit(loop, outcome)) {
                outcome.durable();
            }
        } finally {
            mutex.unlock();
        }
    }

    private void put(Policy policy) {
        policies.put(policy);
        LOG.info("Successfully set {} '{}' matching {} names in virtual host '{}' using pattern '{}'",
                word(policy.kind()), policy.name(), policy.applyTo().word(), topology.vhost(), policy.pattern());
    }

    private PolicyDefinition definition(Policy policy) {
        return new PolicyDefinition(
                topology.vhost(),
                policy.kind() == PolicyKind.OPERATOR,
                policy.name(),
                policy.pattern(),
                policy.applyTo().word(),
                policy.priority(),
                policy.definition());
    }

    private static String word(PolicyKind kind) {
        return kind == PolicyKind.OPERATOR ? "operator policy" : "policy";
    }

    private void warnOfMeaningless(Policy policy) {
        List<String> meaningless = policy.meaninglessKeys();
        if (!meaningless.isEmpty()) {
            LOG.warn("policy '{}' in vhost '{}': keys that mean nothing here, kept: {}",
                    policy.name(), topology.vhost(), String.join(", ", meaningless));
        }
    }

    /** Changes the policies, and says what of that goes to the store. */
    private interface Change {
        DefinitionChange make();
    }

    /** Tells of the store's round. */
    private record Outcome(String what, CompletableFuture<Void> future) implements DurableUnit.Completion {

        Outcome(String what) {
            this(what, new CompletableFuture<>());
        }

        @Override
        public void durable() {
            future.complete(null);
        }

        @Override
        public void failed() {
            future.completeExceptionally(new UnwrittenException(what));
        }
    }
}
