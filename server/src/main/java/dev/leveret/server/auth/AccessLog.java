package dev.leveret.server.auth;

import dev.leveret.store.AccessDefinition;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import dev.leveret.store.AccessVisitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log says of changes of users and permissions. The words are RabbitMQ's.
 *
 * @param before the user that was in the place of the one who is put there, or null
 */
record AccessLog(User before) implements AccessVisitor {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    @Override
    public void user(User user) {
        if (before == null) {
            created(user);
        } else {
            changed(user, before);
        }
    }

    @Override
    public void permission(Permission permission) {
        LOG.info(
                "Successfully set permissions for '{}' in virtual host '{}' to '{}', '{}', '{}'",
                permission.user(), permission.vhost(), permission.configure(), permission.write(), permission.read());
    }

    @Override
    public void topicPermission(TopicPermission permission) {
        LOG.info(
                "Successfully set topic permissions on exchange '{}' for '{}' in virtual host '{}' to '{}', '{}'",
                permission.exchange(), permission.user(), permission.vhost(), permission.write(), permission.read());
    }

    private static void created(User user) {
        LOG.info("Created user '{}'", user.name());
        if (!user.tags().isEmpty()) {
            tags(user);
        }
        if (!user.limits().isEmpty()) {
            limits(user);
        }
    }

    /** Never the hash, let alone the password. */
    private static void changed(User user, User before) {
        boolean isHashChanged = !user.hash().equals(before.hash());
        boolean areLimitsChanged = !user.limits().equals(before.limits());
        if (isHashChanged && user.hash().isEmpty()) {
            LOG.info("Clearing password for '{}'", user.name());
        } else if (isHashChanged) {
            LOG.info("Successfully changed password for user '{}'", user.name());
        }
        if (areLimitsChanged) {
            limits(user);
        }
        if (!user.tags().equals(before.tags()) || !isHashChanged && !areLimitsChanged) {
            tags(user);
        }
    }

    private static void tags(User user) {
        LOG.info("Successfully set user tags for user '{}' to [{}]", user.name(), String.join(",", user.tags()));
    }

    /** RabbitMQ's log is silent about these. */
    private static void limits(User user) {
        LOG.info("Successfully set user limits for user '{}' to {}", user.name(), new Limits(user.limits()));
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
