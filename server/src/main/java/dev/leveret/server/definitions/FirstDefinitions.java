package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.admin.NewVirtualHosts;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AuthSettings;
import dev.leveret.server.config.DefaultUser;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is there before the first client comes: the name of the cluster, if the settings have one; what a file of definitions says,
 * if they name one; the default virtual host unless there is any, which such a file may count on; and the default user unless
 * there is any (RabbitMQ's page "Access Control").
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
            GlobalParameters global,
            BrokerLoops loops)
            throws DefinitionsException {
        nameCluster(node.clusterName(), global, loops);
        if (node.definitions().isPresent()) {
            new DefinitionsImport(hosts, newHosts, users, global, loops).runFirst(node.definitions().get(), auth.defaultVhost());
        }
        Steps steps = new Steps(loops);
        boolean needsUser = users.users().isEmpty();
        if (needsUser) {
            requireAllowed(auth, users);
            // Order: before the virtual host, with which others may come. A start that finds some makes no first user.
            steps.add(users.put(firstUser(auth, defaultPassword.get()), firstPermission(auth)));
        }
        String vhost = auth.defaultVhost();
        if (hosts.all().isEmpty() || needsUser && hosts.find(vhost) == null) {
            FieldTable metadata = FieldTable.of("description", FieldValue.text("Default virtual host"));
            steps.add(newHosts, new VirtualHostDefinition(vhost, metadata));
        }
        steps.await();
        return needsUser;
    }

    /** Measured on 3.10.8: the settings' name goes over one that was set before, and definitions over that. */
    private static void nameCluster(String name, GlobalParameters global, BrokerLoops loops) throws DefinitionsException {
        JsonValue value = new JsonValue.Text(name);
        if (name.isEmpty() || global.has(GlobalParameters.CLUSTER_NAME, value)) {
            return;
        }
        Optional<String> obstacle = GlobalParameters.obstacle(GlobalParameters.CLUSTER_NAME, value);
        if (obstacle.isPresent()) {
            throw new DefinitionsException("cluster_name: " + obstacle.get());
        }
        Steps steps = new Steps(loops);
        steps.add(global.set(GlobalParameters.CLUSTER_NAME, value, BrokerEvent.INTERNAL));
        steps.await();
    }

    private static void requireAllowed(AuthSettings auth, Users users) throws DefinitionsException {
        Optional<String> refusal = users.refusal(auth.defaultPass().getBytes(StandardCharsets.UTF_8));
        if (refusal.isPresent()) {
            throw new DefinitionsException("the first user, '" + auth.defaultUser() + "', can't have the password that default_pass is: "
                    + refusal.get());
        }
    }

    private static AccessDefinition.User firstUser(AuthSettings auth, PasswordHash hash) {
        return new AccessDefinition.User(auth.defaultUser(), hash.text(), hash.hashing().word(), auth.defaultTags());
    }

    private static AccessDefinition.Permission firstPermission(AuthSettings auth) {
        DefaultUser.Grant grant = auth.defaultGrant();
        return new AccessDefinition.Permission(
                auth.defaultUser(), auth.defaultVhost(), grant.configure(), grant.write(), grant.read());
    }
}
