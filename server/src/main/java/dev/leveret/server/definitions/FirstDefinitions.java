package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.event.BrokerEvent;
import dev.leveret.store.VirtualHostDefinition;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AuthSettings;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import java.util.List;
import java.util.function.Supplier;

/**
 * What is there before the first client comes: what a file of definitions says, if the settings name one; the default virtual
 * host unless there is any, and the default user unless there is any (RabbitMQ's page "Access Control").
 */
public final class FirstDefinitions {

    private static final String EVERYTHING = ".*";

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
            String name = auth.defaultUser();
            PasswordHash hash = defaultPassword.get();
            steps.add(users.put(new AccessDefinition.User(
                    name, hash.text(), hash.hashing().word(), List.of("administrator"))));
            steps.add(users.put(new AccessDefinition.Permission(name, vhost, EVERYTHING, EVERYTHING, EVERYTHING)));
        }
        steps.await();
    }
}
