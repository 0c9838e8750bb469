package dev.leveret.server.admin;

import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.DefaultLimits;
import dev.leveret.server.config.DefaultPolicy;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NewVhostSettings;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes virtual hosts, with the limits, operator policies and users that the settings have for new ones ({@code
 * default_limits.vhosts.*}, {@code default_policies.operator.*}, {@code default_users.*}; RabbitMQ's page "Virtual Hosts"). Not on
 * an event loop: a user's password is hashed.
 */
public final class NewVirtualHosts {

    private static final Logger LOG = LoggerFactory.getLogger(NewVirtualHosts.class);

    private final NewVhostSettings settings;
    private final VirtualHosts hosts;
    private final Users users;

    public NewVirtualHosts(NewVhostSettings settings, VirtualHosts hosts, Users users) {
        this.settings = settings;
        this.hosts = hosts;
        this.users = users;
    }

    /**
     * Adds a virtual host that is not there. Limits that it brings with it are its only ones.
     *
     * @param by who does it
     * @return completed on an event loop when all of it is safe; failed if one of that name is being deleted
     * @throws AdminException if there are as many as may be
     */
    public CompletableFuture<Void> create(VirtualHostDefinition wanted, String by) {
        VirtualHostDefinition limited = wanted.limits().isEmpty() ? limit(wanted) : wanted;
        List<CompletableFuture<Void>> steps = new ArrayList<>();
        steps.add(hosts.create(limited, by, () -> requireRoom(limited.name())));
        if (steps.getFirst().isCompletedExceptionally()) {
            return steps.getFirst();
        }
        if (limited != wanted) {
            LOG.info("Applied default limits to vhost '{}': {}", limited.name(), new Limits(limited.limits()));
        }
        for (DefaultPolicy each : settings.policies()) {
            if (each.vhosts().matcher(limited.name()).find()) {
                set(each.policy(), limited.name(), steps);
            }
        }
        for (DefaultUser user : settings.users()) {
            if (user.vhosts().matcher(limited.name()).find()) {
                addUser(user, limited.name(), steps);
            }
        }
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new));
    }

    /** How many virtual hosts there may be. */
    public int max() {
        return settings.max();
    }

    private void requireRoom(String name) {
        if (hosts.all().size() >= settings.max()) {
            throw AdminException.tooMany("cannot create vhost '" + name + "': vhost limit of " + settings.max() + " is reached");
        }
    }

    private VirtualHostDefinition limit(VirtualHostDefinition wanted) {
        return settings.limits().stream()
                .filter(each -> each.vhosts().matcher(wanted.name()).find())
                .findFirst()
                .map(DefaultLimits::limits)
                .filter(limits -> !limits.isEmpty())
                .map(limits -> new VirtualHostDefinition(wanted.name(), wanted.metadata(), limits))
                .orElse(wanted);
    }

    private void set(Policy policy, String vhost, List<CompletableFuture<Void>> steps) {
        VirtualHost host = hosts.find(vhost);
        if (host != null) { // or it is being deleted again
            steps.add(host.policies().set(policy));
            LOG.info("Applied default operator policy to vhost '{}': '{}'", vhost, policy.name());
        }
    }

    private void addUser(DefaultUser user, String vhost, List<CompletableFuture<Void>> steps) {
        if (users.find(user.name()).isEmpty()) {
            PasswordHash hash = users.hash(user.pass().getBytes(StandardCharsets.UTF_8));
            steps.add(users.put(new AccessDefinition.User(user.name(), hash.text(), hash.hashing().word(), user.tags())));
        }
        DefaultUser.Grant grant = user.grant();
        steps.add(users.put(new AccessDefinition.Permission(
                user.name(), vhost, grant.configure(), grant.write(), grant.read())));
    }
}
