package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AuthSettings;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is there before the first client comes: what a file of definitions says, if the settings name one; the default virtual
 * host unless there is any, and the default user unless there is any (RabbitMQ's page "Access Control").
 */
public final class FirstDefinitions {

    private FirstDefinitions() {}

    /**
     * Sees to it, and waits.
     *
     * @param defaultPassword the first user's, asked for if there is to be one
     * @return whether there was to be one
     */
    public static boolean prepare(
            NodeSettings node,
            AuthSettings auth,
            Supplier<PasswordHash> defaultPassword,
            VirtualHosts hosts,
            NewVirtualHosts newHosts,
            Users users,
            BrokerLoops loops)
            throws DefinitionsException {
        if (node.definitions().isPresent()) {
            new DefinitionsImport(hosts, newHosts, users, loops).run(node.definitions().get());
        }
        Steps steps = new Steps(loops);
        boolean needsUser = users.users().isEmpty();
        String vhost = auth.defaultVhost();
        if (hosts.all().isEmpty() || needsUser && hosts.find(vhost) == null) {
            steps.add(newHosts.create(new VirtualHostDefinition(vhost, FieldTable.EMPTY), BrokerEvent.INTERNAL));
        }
        if (needsUser) {
            put(auth.defaultUser(), defaultPassword.get(), auth.defaultTags(), users, steps);
            grant(auth.defaultUser(), vhost, auth.defaultGrant(), users, steps);
        }
        steps.await();
        return needsUser;
    }

    private static void put(String name, PasswordHash hash, List<String> tags, Users users, Steps steps) {
        steps.add(users.put(new AccessDefinition.User(name, hash.text(), hash.hashing().word(), tags)));
    }

    private static void grant(String user, String vhost, DefaultUser.Grant grant, Users users, Steps steps) {
        steps.add(users.put(new AccessDefinition.Permission(user, vhost, grant.configure(), grant.write(), grant.read())));
    }
}
