package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Users;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the definitions of a file into the broker (RabbitMQ's page "Definitions"). Queues, exchanges and bindings that are there stay
 * as they are; users, permissions and policies become what the file says. A file is checked as a whole before anything of
 * it is done. For a thread that may wait.
 */
public final class DefinitionsImport {

    private static final Logger LOG = LoggerFactory.getLogger(DefinitionsImport.class);

    private final VirtualHosts hosts;
    private final NewVirtualHosts newHosts;
    private final Users users;
    private final BrokerLoops loops;

    public DefinitionsImport(VirtualHosts hosts, NewVirtualHosts newHosts, Users users, BrokerLoops loops) {
        this.hosts = hosts;
        this.newHosts = newHosts;
        this.users = users;
        this.loops = loops;
    }

    /**
     * Imports a file, or all files of a folder in the order of their names.
     *
     * @throws DefinitionsException if one can't be read, or something in it is wrong
     */
    public void run(Path path) throws DefinitionsException {
        for (Path file : files(path)) {
            try {
                Definitions found = DefinitionsReader.read(JsonReader.read(Files.readAllBytes(file)), users::hash);
                checkReferences(found);
                apply(found);
                log(file, found);
            } catch (NoSuchFileException e) {
                throw new DefinitionsException("definitions can't be imported: there is no file " + file);
            } catch (JsonException | IOException e) {
                throw new DefinitionsException("definitions in " + file + " can't be imported: " + e.getMessage());
            }
        }
    }

    private static List<Path> files(Path path) throws DefinitionsException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> within = Files.list(path)) {
            return within.filter(Files::isRegularFile).filter(file -> file.toString().endsWith(".json")).sorted().toList();
        } catch (IOException e) {
            throw new DefinitionsException("definitions can't be imported: the folder " + path + " can't be read");
        }
    }

    private void checkReferences(Definitions found) throws DefinitionsException {
        Set<String> vhosts = new HashSet<>();
        hosts.all().forEach(host -> vhosts.add(host.name()));
        found.virtualHosts.forEach(host -> vhosts.add(host.name()));
        Set<String> names = new HashSet<>();
        users.users().forEach(user -> names.add(user.name()));
        found.users.forEach(user -> names.add(user.name()));
        for (var permission : found.permissions) {
            require(names, "user", permission.user(), "permission");
            require(vhosts, "vhost", permission.vhost(), "permission of user '" + permission.user() + "'");
        }
        for (var permission : found.topicPermissions) {
            require(names, "user", permission.user(), "topic permission");
            require(vhosts, "vhost", permission.vhost(), "topic permission of user '" + permission.user() + "'");
        }
        for (String vhost : found.limits.keySet()) {
            require(vhosts, "vhost", vhost, "limits");
        }
        for (var entry : found.policies) {
            require(vhosts, "vhost", entry.vhost(), "policy '" + entry.policy().name() + "'");
        }
        for (var entry : found.queues) {
            require(vhosts, "vhost", entry.vhost(), "queue '" + entry.queue().name() + "'");
        }
        for (var entry : found.exchanges) {
            require(vhosts, "vhost", entry.vhost(), "exchange '" + entry.exchange().name() + "'");
        }
        for (var entry : found.bindings) {
            require(vhosts, "vhost", entry.vhost(), "binding from '" + entry.binding().source() + "'");
        }
    }

    private static void require(Set<String> known, String noun, String name, String object) throws DefinitionsException {
        if (!known.contains(name)) {
            throw new DefinitionsException(object + ": " + noun + " '" + name + "' does not exist");
        }
    }

    private void apply(Definitions found) throws DefinitionsException {
        Steps steps = new Steps(loops);
        for (VirtualHostDefinition host : virtualHosts(found)) {
            VirtualHostDefinition before = hosts.definition(host.name());
            if (before == null) {
                steps.add(newHosts.create(host, BrokerEvent.INTERNAL));
            } else if (!host.equals(before)) {
                steps.add(hosts.create(host, BrokerEvent.INTERNAL));
            }
        }
        found.users.forEach(user -> access(user, steps));
        steps.await(); // Order: what belongs to a virtual host or a user is there after it, also in the store.
        found.permissions.forEach(permission -> access(permission, steps));
        found.topicPermissions.forEach(permission -> access(permission, steps));
        found.policies.forEach(entry -> policy(hosts.find(entry.vhost()), entry.policy(), steps));
        steps.await();
        found.exchanges.forEach(entry -> exchange(hosts.find(entry.vhost()), entry.exchange(), steps));
        found.queues.forEach(entry -> queue(hosts.find(entry.vhost()), entry.queue(), steps));
        steps.await(); // Order: both ends of a binding are there before it.
        bindings(found, steps);
        steps.await();
    }

    /** Limits may stand in a parameter of their own, for a virtual host that the file does not define as well. */
    private List<VirtualHostDefinition> virtualHosts(Definitions found) {
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
    private void access(AccessDefinition definition, Steps steps) {
        if (!users.has(definition)) {
            steps.add(users.put(definition));
        }
    }

    private static void policy(VirtualHost host, Policy policy, Steps steps) {
        if (!host.policies().find(policy.kind(), policy.name()).equals(Optional.of(policy))) {
            steps.add(host.policies().set(policy));
        }
    }

    private static void exchange(VirtualHost host, ExchangeDeclaration exchange, Steps steps) {
        if (host.topology().exchange(exchange.name()) == null) {
            steps.add("exchange '" + exchange.name() + "' in " + host, (loop, completion) ->
                    host.declareExchange(exchange, BrokerEvent.INTERNAL, loop, completion));
        }
    }

    private static void queue(VirtualHost host, QueueDeclaration queue, Steps steps) {
        if (host.topology().queue(queue.name()) == null) {
            steps.add("queue '" + queue.name() + "' in " + host, (loop, completion) ->
                    host.queues().declare(queue, 0, loop, completion).waitsForStore());
        }
    }

    /** RabbitMQ exports bindings of queues that it does not export, those that are exclusive. */
    private void bindings(Definitions found, Steps steps) {
        Set<String> without = new TreeSet<>();
        for (Definitions.BindingEntry entry : found.bindings) {
            VirtualHost host = hosts.find(entry.vhost());
            BindingRequest binding = entry.binding();
            Object destination = entry.toExchange()
                    ? host.topology().exchange(binding.destination()) : host.topology().queue(binding.destination());
            if (destination == null || host.topology().exchange(binding.source()) == null) {
                without.add("'" + binding.source() + "' to '" + binding.destination() + "' in " + host);
                continue;
            }
            String object = "binding from '" + binding.source() + "' to '" + binding.destination() + "' in " + host;
            steps.add(object, (loop, completion) -> entry.toExchange()
                    ? host.bindExchange(binding, loop, completion) : host.bindQueue(binding, 0, loop, completion));
        }
        if (!without.isEmpty()) {
            LOG.warn("bindings are left out, since one of their ends is not there: {}", String.join(", ", without));
        }
    }

    private static void log(Path file, Definitions found) {
        if (!found.ignored.isEmpty()) {
            LOG.warn("definitions in {} that mean nothing here, ignored: {}", file, String.join(", ", found.ignored));
        }
        LOG.info("definitions imported from {}: {} vhosts, {} users, {} permissions, {} policies, {} queues, {} exchanges,"
                        + " {} bindings",
                file, found.virtualHosts.size(), found.users.size(), found.permissions.size(), found.policies.size(),
                found.queues.size(), found.exchanges.size(), found.bindings.size());
    }
}
