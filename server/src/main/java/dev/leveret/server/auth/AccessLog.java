package dev.leveret.server.auth;

import dev.leveret.store.AccessDefinition;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the log says of changes of users and permissions. The words are RabbitMQ's. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private AccessLog() {}

    /** @param isNew whether there was none of that identity */
    static void put(AccessDefinition definition, boolean isNew) {
        switch (definition) {
            case User user -> LOG.info("{} user '{}' with tags {}", isNew ? "Created" : "Changed", user.name(), user.tags());
            case Permission permission -> LOG.info(
                    "Successfully set permissions for '{}' in virtual host '{}' to '{}', '{}', '{}'",
                    permission.user(), permission.vhost(), permission.configure(), permission.write(), permission.read());
            case TopicPermission permission -> LOG.info(
                    "Successfully set topic permissions on exchange '{}' for '{}' in virtual host '{}' to '{}', '{}'",
                    permission.exchange(), permission.user(), permission.vhost(), permission.write(), permission.read());
        }
    }

    static void removed(AccessDefinition definition) {
        switch (definition) {
            case User user -> LOG.info("Deleted user '{}'", user.name());
            case Permission permission -> LOG.info(
                    "Successfully cleared permissions for '{}' in virtual host '{}'", permission.user(), permission.vhost());
            case TopicPermission permission -> LOG.info(
                    "Successfully cleared topic permissions on exchange '{}' for '{}' in virtual host '{}'",
                    permission.exchange(), permission.user(), permission.vhost());
        }
    }
}
