package dev.leveret.server.definitions;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Users;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what definitions say that have been checked, in an order in which each thing finds what it belongs to. */
final class ImportSteps {

    private static final Logger LOG = LoggerFactory.getLogger(ImportSteps.class);

    private final Definitions found;
    private final VirtualHosts hosts;
    private final NewVirtualHosts newHosts;
    private final Users users;
    private final GlobalParameters global;
    private final Steps steps;
    private final List<String> done = new ArrayList<>();

    ImportSteps(Definitions found, VirtualHosts hosts, NewVirtualHosts newHosts, Users users, GlobalParameters global, BrokerLoops loops) {
        this.found = found;
        this.hosts = hosts;
        this.newHosts = newHosts;
        this.users = users;
        this.global = global;
        this.steps = new Steps(loops);
    }

    /** Waits until all of it is done and safe; if something can't be done after all, the error says what is. */
    void run() throws DefinitionsException {
        for (VirtualHostDefinition host : virtualHosts()) {
            VirtualHostDefinition before = hosts.definition(host.name());
            if (before == null) {
                steps.add(newHosts, host);
            } else if (!host.equals(before)) {
                steps.add(hosts.create(host, BrokerEvent.INTERNAL));
            }
        }
        found.users.forEach(this::access);
        found.globalParameters.forEach(this::global);
        await("vhosts, users and global parameters"); // Order: what belongs to these is there after them, also in the store.
        found.permissions.forEach(this::access);
        found.topicPermissions.forEach(this::access);
        for (var entry : found.policies) {
            policy(host(entry.vhost()), entry.policy());
        }
        await("permissions and policies");
        for (var entry : found.exchanges) {
            exchange(host(entry.vhost()), entry.exchange());
        }
        for (var entry : found.queues) {
            queue(host(entry.vhost()), entry.queue());
        }
        await("exchanges and queues"); // Order: both ends of a binding are there before it.
        bindings();
        steps.add(stored());
        steps.await(); // Order: last. What was there already may be of an import that the store could not write.
    }

    /** Done when everything that has been defined before is safe. */
    private CompletableFuture<Void> stored() {
        return hosts.definitions().change("what is there already", () -> new Change(List.of(), List.of(), () -> {}));
    }

    /** It was there, or was made, but somebody may have deleted it since. */
    private VirtualHost host(String name) throws DefinitionsException {
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new DefinitionsException("vhost '" + name + "' has been deleted meanwhile");
        }
        return host;
    }

    private void await(String what) throws DefinitionsException {
        try {
            steps.await();
            done.add(what);
        } catch (DefinitionsException e) {
            String all = done.isEmpty() ? "" : "all " + String.join(", ", done) + ", and ";
            throw new DefinitionsException(
                    e.getMessage() + "; what is done already stays: " + all + steps.outcome() + " new " + what);
        }
    }

    /** Limits may stand in a parameter of their own, for a virtual host that the file does not define as well. */
    private List<VirtualHostDefinition> virtualHosts() {
        Map<String, VirtualHostDefinition> byName = new LinkedHashMap<>();
        found.virtualHosts.forEach(host -> byName.put(host.name(), withLimitsThatItHas(host)));
        found.limits.forEach((vhost, limits) -> byName.compute(vhost, (name, host) -> {
            VirtualHostDefinition limited = host == null ? hosts.definition(name) : host;
            FieldTable about = limited == null ? FieldTable.EMPTY : limited.metadata();
            return new VirtualHostDefinition(name, about, limits);
        }));
        return List.copyOf(byName.values());
    }

    /** A file that says nothing of limits takes none away. */
    private VirtualHostDefinition withLimitsThatItHas(VirtualHostDefinition host) {
        VirtualHostDefinition before = hosts.definition(host.name());
        return before == null || !host.limits().isEmpty()
                ? host
                : new VirtualHostDefinition(host.name(), host.metadata(), before.limits());
    }

    /** What is as it should be is not written again at each start. */
    private void access(AccessDefinition definition) {
        if (!users.has(definition)) {
            steps.add(users.put(definition));
        }
    }

    private void global(String name, JsonValue value) {
        if (!global.has(name, value)) {
            steps.add(global.set(name, value, BrokerEvent.INTERNAL));
        }
    }

    private void policy(VirtualHost host, Policy policy) {
        if (!host.policies().find(policy.kind(), policy.name()).equals(Optional.of(policy))) {
            steps.add(host.policies().set(policy));
        }
    }

    private void exchange(VirtualHost host, ExchangeDeclaration exchange) {
        if (host.topology().exchange(exchange.name()) == null) {
            steps.add("exchange '" + exchange.name() + "' in " + host, (loop, completion) ->
                    host.declareExchange(exchange, BrokerEvent.INTERNAL, loop, completion));
        }
    }

    private void queue(VirtualHost host, QueueDeclaration queue) {
        if (host.topology().queue(queue.name()) == null) {
            steps.add("queue '" + queue.name() + "' in " + host, (loop, completion) ->
                    host.queues().declare(queue, 0, loop, completion).waitsForStore());
        }
    }

    private void bindings() throws DefinitionsException {
        Set<String> without = new ConcurrentSkipListSet<>(); // filled from the event loops
        for (Definitions.BindingEntry entry : found.bindings) {
            VirtualHost host = host(entry.vhost());
            steps.add(entry.toString(), (loop, completion) -> {
                try {
                    return bind(entry, host, loop, completion);
                } catch (AmqpException e) {
                    if (e.error().code() != ReplyCode.NOT_FOUND) {
                        throw e;
                    }
                    // RabbitMQ exports bindings of queues that it does not export, those that are exclusive; or a client was quicker.
                    without.add("'" + entry.binding().source() + "' to '" + entry.binding().destination() + "' in " + host);
                    return false;
                }
            });
        }
        await("bindings");
        if (!without.isEmpty()) {
            LOG.warn("bindings are left out, since one of their ends is not there: {}", String.join(", ", without));
        }
    }

    private static boolean bind(
            Definitions.BindingEntry entry, VirtualHost host, BrokerLoop loop, DurableUnit.Completion completion) {
        return entry.toExchange()
                ? host.bindExchange(entry.binding(), loop, completion)
                : host.bindQueue(entry.binding(), 0, loop, completion);
    }
}
