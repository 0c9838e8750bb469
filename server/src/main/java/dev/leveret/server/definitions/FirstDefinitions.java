package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.Users;
import dev.leveret.server.config.AuthSettings;
import dev.leveret.server.config.NodeSettings;
import dev.leveret.server.loop.BrokerLoops;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What is there before the first client comes: what a file of definitions says, if the settings name one; the default virtual
 * host unless there is any, and the default user unless there is any (RabbitMQ's page "Access Control").
 */
public final class FirstDefinitions {

    private static final String EVERYTHING = ".*";

    private FirstDefinitions() {}

    /** Sees to it, and waits. */
    public static void prepare(
            NodeSettings node, AuthSettings auth, VirtualHosts hosts, Users users, BrokerLoops loops)
            throws DefinitionsException {
        if (node.definitions().isPresent()) {
            new DefinitionsImport(hosts, users, loops).run(node.definitions().get());
        }
        Steps steps = new Steps(loops);
        boolean needsUser = users.users().isEmpty();
        String vhost = auth.defaultVhost();
        if (hosts.all().isEmpty() || needsUser && hosts.find(vhost) == null) {
            steps.add(hosts.create(vhost, FieldTable.EMPTY));
        }
        if (needsUser) {
            String name = auth.defaultUser();
            PasswordHash hash = PasswordHash.of(auth.defaultPass().getBytes(StandardCharsets.UTF_8));
            steps.add(users.put(new AccessDefinition.User(
                    name, hash.text(), hash.algorithm().word(), List.of("administrator"))));
            steps.add(users.put(new AccessDefinition.Permission(name, vhost, EVERYTHING, EVERYTHING, EVERYTHING)));
        }
        steps.await();
    }
}
