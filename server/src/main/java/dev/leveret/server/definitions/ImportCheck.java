package dev.leveret.server.definitions;

import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.Users;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.VirtualHostDefinition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether definitions, each of which is valid for itself, can be brought into the broker with what is there already: that all they
 * refer to is there, that exchanges take the bindings, and that no limit would be exceeded. Changes nothing.
 */
final class ImportCheck {

    private final Definitions found;
    private final VirtualHosts hosts;
    private final NewVirtualHosts newHosts;
    private final Set<String> users = new HashSet<>();

    /** All virtual hosts that there would be. */
    private final Set<String> vhosts = new HashSet<>();

    /** Those that the file is about as they would be, by name. */
    private final Map<String, TopologyTrial> trials = new HashMap<>();

    ImportCheck(Definitions found, VirtualHosts hosts, NewVirtualHosts newHosts, Users users) {
        this.found = found;
        this.hosts = hosts;
        this.newHosts = newHosts;
        users.users().forEach(user -> this.users.add(user.name()));
        found.users.forEach(user -> this.users.add(user.name()));
    }

    /** Throws an error that names the first thing that can't be. */
    void run() throws DefinitionsException {
        virtualHosts();
        access();
        for (var entry : found.policies) {
            require(vhosts, "vhost", entry.vhost(), "policy '" + entry.policy().name() + "'");
        }
        for (var entry : found.exchanges) {
            require(vhosts, "vhost", entry.vhost(), "exchange '" + entry.exchange().name() + "'");
        }
        for (var entry : found.queues) {
            require(vhosts, "vhost", entry.vhost(), "queue '" + entry.queue().name() + "'");
        }
        for (var entry : found.bindings) {
            require(vhosts, "vhost", entry.vhost(), "binding from '" + entry.binding().source() + "'");
        }
        exchanges();
        queues();
        for (var entry : found.bindings) {
            trial(entry.vhost()).bind(entry);
        }
    }

    private void virtualHosts() throws DefinitionsException {
        hosts.all().forEach(host -> vhosts.add(host.name()));
        for (VirtualHostDefinition host : found.virtualHosts) {
            String object = "vhost '" + host.name() + "'";
            if (hosts.isBeingDeleted(host.name())) {
                throw new DefinitionsException(object + ": it is being deleted; import the file again when it is gone");
            }
            if (!vhosts.contains(host.name())) {
                requireRoom(vhosts.size(), newHosts.max(), object + ": vhost limit of " + newHosts.max() + " is reached", "vhost_max");
                vhosts.add(host.name());
                trials.put(host.name(), new TopologyTrial(host.name()));
            }
        }
        for (String vhost : found.limits.keySet()) {
            require(vhosts, "vhost", vhost, "limits");
        }
    }

    private TopologyTrial trial(String vhost) {
        return trials.computeIfAbsent(vhost, name -> {
            VirtualHost host = hosts.find(name);
            return host == null ? new TopologyTrial(name) : new TopologyTrial(host);
        });
    }

    private void access() throws DefinitionsException {
        for (var permission : found.permissions) {
            require(users, "user", permission.user(), "permission");
            require(vhosts, "vhost", permission.vhost(), "permission of user '" + permission.user() + "'");
        }
        for (var permission : found.topicPermissions) {
            require(users, "user", permission.user(), "topic permission");
            require(vhosts, "vhost", permission.vhost(), "topic permission of user '" + permission.user() + "'");
        }
    }

    private static void require(Collection<String> known, String noun, String name, String object) throws DefinitionsException {
        if (!known.contains(name)) {
            throw new DefinitionsException(object + ": " + noun + " '" + name + "' does not exist");
        }
    }

    private static void requireRoom(int count, int max, String problem, String remedy) throws DefinitionsException {
        if (count >= max) {
            throw new DefinitionsException(problem + "; raise " + remedy + ", or leave it out");
        }
    }

    private void exchanges() throws DefinitionsException {
        int max = hosts.limits().exchangeMax();
        int count = hosts.all().stream().mapToInt(host -> host.topology().exchanges().size()).sum()
                + trials.values().stream().mapToInt(TopologyTrial::exchangeCount).sum() // of those that are new
                + (isHomeOfEventsNew() ? 1 : 0);
        for (var entry : found.exchanges) {
            if (trial(entry.vhost()).declare(entry)) {
                requireRoom(count, max, entry + ": exchange limit of " + max + " is reached", "cluster_exchange_limit");
                count++;
            }
        }
    }

    /** Then there will be one exchange more than the trials know of. */
    private boolean isHomeOfEventsNew() {
        return vhosts.stream().anyMatch(name -> hosts.find(name) == null && hosts.events().isIn(name));
    }

    private void queues() throws DefinitionsException {
        int max = hosts.limits().queueMax();
        int count = hosts.all().stream().mapToInt(host -> host.topology().queues().size()).sum();
        Map<String, Integer> limits = queueLimits();
        for (var entry : found.queues) {
            TopologyTrial trial = trial(entry.vhost());
            int limit = limits.getOrDefault(entry.vhost(), Limits.UNLIMITED);
            int there = trial.queueCount();
            if (trial.declare(entry)) {
                requireRoom(count, max, entry + ": queue limit in cluster (" + max + ") is reached", "cluster_queue_limit");
                requireRoom(there, limit == Limits.UNLIMITED ? Integer.MAX_VALUE : limit,
                        entry + ": queue limit in vhost '" + entry.vhost() + "' (" + limit + ") is reached", "its max-queues");
                count++;
            }
        }
    }

    /**
     * By virtual host. Measured on 3.10.8: a limit that only the file brings does not count for what it brings along; there may have
     * been more queues than that where the file comes from.
     */
    private Map<String, Integer> queueLimits() {
        Map<String, Integer> limits = new HashMap<>(hosts.all().stream()
                .filter(host -> host.limits().queuesMax() != Limits.UNLIMITED)
                .collect(Collectors.toMap(VirtualHost::name, host -> host.limits().queuesMax())));
        found.virtualHosts.stream()
                .filter(host -> !host.limits().isEmpty())
                .forEach(host -> limits.computeIfPresent(host.name(), (name, before) -> new Limits(host.limits()).queuesMax()));
        found.limits.forEach((vhost, table) -> limits.computeIfPresent(vhost, (name, before) -> new Limits(table).queuesMax()));
        return limits;
    }
}
