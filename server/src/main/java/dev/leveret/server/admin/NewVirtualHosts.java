package dev.leveret.server.admin;

import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.DefaultLimits;
import dev.leveret.server.config.DefaultPolicy;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NewVhostSettings;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
     * Adds a virtual host that is not there. Limits that it brings with it are its only ones. A crash leaves it with all that the
     * settings have for it, or not at all: one that is there is not given any of that again.
     *
     * @param by who does it
     * @return completed on an event loop when all of it is safe; failed if one of that name is being deleted
     * @throws AdminException if there are as many as may be
     */
    public CompletableFuture<Void> create(VirtualHostDefinition wanted, String by) {
        String name = wanted.name();
        VirtualHostDefinition limited = wanted.limits().isEmpty() ? limit(wanted) : wanted;
        List<DefaultUser> fitting = settings.users().stream().filter(user -> user.vhosts().matcher(name).find()).toList();
        Map<String, AccessDefinition.User> hashed = hash(fitting); // here, since it takes a while
        return hosts.create(limited, by, () -> {
            requireRoom(name);
            List<Policy> policies = policies(name);
            List<AccessDefinition> access = access(fitting, hashed, name);
            return new VirtualHosts.Beginning(policies, new Change(access, List.of(), () -> {
                if (limited != wanted) {
                    LOG.info("Applied default limits to vhost '{}': {}", name, new Limits(limited.limits()));
                }
                policies.forEach(policy -> LOG.info("Applied default operator policy to vhost '{}': '{}'", name, policy.name()));
                access.forEach(users::apply);
            }));
        });
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

    private List<Policy> policies(String vhost) {
        return settings.policies().stream()
                .filter(each -> each.vhosts().matcher(vhost).find())
                .map(DefaultPolicy::policy)
                .toList();
    }

    /** Those who are not there yet, by name. */
    private Map<String, AccessDefinition.User> hash(List<DefaultUser> fitting) {
        Map<String, AccessDefinition.User> hashed = new HashMap<>();
        for (DefaultUser user : fitting) {
            if (users.find(user.name()).isEmpty()) {
                PasswordHash hash = users.hash(user.pass().getBytes(StandardCharsets.UTF_8));
                hashed.put(user.name(), new AccessDefinition.User(user.name(), hash.text(), hash.hashing().word(), user.tags()));
            }
        }
        return hashed;
    }

    private List<AccessDefinition> access(List<DefaultUser> fitting, Map<String, AccessDefinition.User> hashed, String vhost) {
        List<AccessDefinition> access = new ArrayList<>();
        for (DefaultUser user : fitting) {
            boolean isThere = users.find(user.name()).isPresent();
            if (!isThere && hashed.containsKey(user.name())) {
                access.add(hashed.get(user.name()));
            }
            if (isThere || hashed.containsKey(user.name())) { // or he has just been deleted
                DefaultUser.Grant grant = user.grant();
                access.add(new AccessDefinition.Permission(
                        user.name(), vhost, grant.configure(), grant.write(), grant.read()));
            }
        }
        return access;
    }
}
