package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AuthSettings;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What is there before the first client comes: what a file of definitions says, if the settings name one; the default virtual
 * host unless there is any, and the default user unless there is any (RabbitMQ's page "Access Control"); the users that the settings
 * have for each new virtual host.
 */
public final class FirstDefinitions {

    private FirstDefinitions() {}

    /**
     * Sees to it, and waits.
     *
     * @param defaultPassword the first user's, asked for if there is to be one
     */
    public static void prepare(
            NodeSettings node,
            AuthSettings auth,
            Supplier<PasswordHash> defaultPassword,
            VirtualHosts hosts,
            Users users,
            BrokerLoops loops)
            throws DefinitionsException {
        Set<String> earlier = hosts.all().stream().map(VirtualHost::name).collect(Collectors.toSet());
        if (node.definitions().isPresent()) {
            new DefinitionsImport(hosts, users, loops).run(node.definitions().get());
        }
        Steps steps = new Steps(loops);
        boolean needsUser = users.users().isEmpty();
        String vhost = auth.defaultVhost();
        if (hosts.all().isEmpty() || needsUser && hosts.find(vhost) == null) {
            steps.add(hosts.create(new VirtualHostDefinition(vhost, FieldTable.EMPTY), BrokerEvent.INTERNAL));
        }
        if (needsUser) {
            put(auth.defaultUser(), defaultPassword.get(), auth.defaultTags(), users, steps);
            grant(auth.defaultUser(), vhost, auth.defaultGrant(), users, steps);
        }
        steps.await();
        for (VirtualHost host : hosts.all()) {
            if (!earlier.contains(host.name())) {
                usersOf(host, auth, users, steps);
            }
        }
        steps.await();
    }

    /** Those of {@code default_users} whose pattern fits a virtual host that is new. */
    private static void usersOf(VirtualHost host, AuthSettings auth, Users users, Steps steps) {
        for (DefaultUser user : auth.vhostUsers()) {
            if (user.vhosts().matcher(host.name()).find()) {
                if (users.find(user.name()).isEmpty()) {
                    put(user.name(), users.hash(user.pass().getBytes(StandardCharsets.UTF_8)), user.tags(), users, steps);
                }
                grant(user.name(), host.name(), user.grant(), users, steps);
            }
        }
    }

    private static void put(String name, PasswordHash hash, List<String> tags, Users users, Steps steps) {
        steps.add(users.put(new AccessDefinition.User(name, hash.text(), hash.hashing().word(), tags)));
    }

    private static void grant(String user, String vhost, DefaultUser.Grant grant, Users users, Steps steps) {
        steps.add(users.put(new AccessDefinition.Permission(user, vhost, grant.configure(), grant.write(), grant.read())));
    }
}
