package dev.leveret.server.admin;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.PasswordHash;
import dev.leveret.server.auth.TopicPatterns;
import dev.leveret.server.auth.Users;
import dev.leveret.server.pattern.BoundedPattern;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adding, changing and deleting users and what they may do. From any thread but event loops, as passwords are hashed.
 *
 * <p>All of it is in force at once, and the answer is completed on an event loop when it is safe. What can't be is thrown as an {@link
 * AdminException}, and nothing is changed. {@code by} is who does it, for the event exchange.
 */
public final class UserChanges {

    private static final Logger LOG = LoggerFactory.getLogger(UserChanges.class);

    private final Users users;
    private final VirtualHosts hosts;
    private final OpenConnections connections;
    private final AdminEvents events;

    /** @param connections that end with their users */
    public UserChanges(Users users, VirtualHosts hosts, OpenConnections connections) {
        this.users = users;
        this.hosts = hosts;
        this.connections = connections;
        this.events = new AdminEvents(hosts.events());
    }

    /** Adds a user; there must be none of that name. The password is wiped; without one nobody can log in with any. */
    public CompletableFuture<Void> add(String name, byte[] password, List<String> tags, String by) {
        return add(name, hash(name, password), tags, by);
    }

    /** The same with a hash that somebody has made. */
    public CompletableFuture<Void> add(String name, PasswordHash hash, List<String> tags, String by) {
        requireRoomFor(tags);
        return change("user '" + name + "'", () -> {
            if (users.find(name).isPresent()) {
                throw AdminException.exists("User \"" + name + "\" already exists");
            }
            return defining(new User(name, hash.text(), hash.hashing().word(), tags));
        }, () -> events.user("user.created", name, by));
    }

    /** Deletes a user with his permissions; his connections are closed. */
    public CompletableFuture<Void> delete(String name, String by) {
        CompletableFuture<Void> stored = change("deletion of user '" + name + "'", () -> {
            List<AccessDefinition> gone = new ArrayList<>();
            gone.add(require(name));
            gone.addAll(users.permissions(name::equals, vhost -> true));
            return removing(gone);
        }, () -> events.user("user.deleted", name, by));
        // Order: behind the change, so that whoever comes in between is found, or does not come in.
        connections.force(connection -> connection.user().equals(name), "user '" + name + "' is deleted");
        return stored;
    }

    /** Gives a user another password, and wipes it here. His connections stay. */
    public CompletableFuture<Void> changePassword(String name, byte[] password, String by) {
        PasswordHash hash = hash(name, password);
        return changeUser(name, user -> withHash(user, hash), () -> events.user("user.password.changed", name, by));
    }

    /** Sets a hash that somebody has made, in a form that definitions may have; throws IllegalArgumentException if it is none. */
    public CompletableFuture<Void> changePasswordHash(String name, PasswordHash hash, String by) {
        return changeUser(name, user -> withHash(user, hash), () -> events.user("user.password.changed", name, by));
    }

    /** Takes a user's password away: nobody can log in with any. */
    public CompletableFuture<Void> clearPassword(String name, String by) {
        return changeUser(
                name, user -> withHash(user, PasswordHash.NONE), () -> events.user("user.password.cleared", name, by));
    }

    /** Sets a user's tags, in the place of all that he has. */
    public CompletableFuture<Void> setTags(String name, List<String> tags, String by) {
        requireRoomFor(tags);
        return changeUser(
                name,
                user -> new User(name, user.hash(), user.algorithm(), tags, user.limits()),
                () -> events.tags(name, tags, by));
    }

    /** Sets {@code max-connections} and {@code max-channels}, in the place of what was set; others are left as they are. */
    public CompletableFuture<Void> setLimits(String name, FieldTable limits, String by) {
        checkLimits(limits);
        return changeUser(
                name,
                user -> withLimits(user, merged(user.limits(), limits)),
                () -> events.userLimits("user.limits.set", name, limits, by));
    }

    /** Takes one limit away, or all. */
    public CompletableFuture<Void> clearLimits(String name, Optional<String> which, String by) {
        return changeUser(
                name,
                user -> withLimits(user, which.map(user.limits()::without).orElse(FieldTable.EMPTY)),
                () -> events.userLimits("user.limits.cleared", name, FieldTable.EMPTY, by));
    }

    /** Sets what a user may do in a virtual host. */
    public CompletableFuture<Void> setPermission(Permission permission, String by) {
        for (String expression : List.of(permission.configure(), permission.write(), permission.read())) {
            check(expression, BoundedPattern::of);
        }
        return change(permission.toString(), () -> {
            requireBoth(permission.user(), permission.vhost());
            return defining(permission);
        }, () -> events.permissionSet(permission, by));
    }

    /** Takes away what a user may do in a virtual host, so that he can't open it; on connections that are there all is refused. */
    public CompletableFuture<Void> clearPermission(String user, String vhost, String by) {
        return change("permission of user '" + user + "'", () -> {
            requireBoth(user, vhost);
            Permission gone = users.permission(user, vhost);
            return removing(gone == null ? List.of() : List.of(gone));
        }, () -> events.permissionCleared("permission.deleted", user, vhost, by));
    }

    /** Sets which routing keys a user may use with a topic exchange, whether it is there or not. */
    public CompletableFuture<Void> setTopicPermission(TopicPermission permission, String by) {
        check(permission.write(), TopicPatterns::check);
        check(permission.read(), TopicPatterns::check);
        return change(permission.toString(), () -> {
            requireBoth(permission.user(), permission.vhost());
            return defining(permission);
        }, () -> events.topicPermissionSet(permission, by));
    }

    /** Takes that away, for one exchange or for all: any key can be used again. */
    public CompletableFuture<Void> clearTopicPermissions(String user, String vhost, Optional<String> exchange, String by) {
        return change("topic permissions of user '" + user + "'", () -> {
            requireBoth(user, vhost);
            List<TopicPermission> gone = users.topicPermissions(user, vhost).stream()
                    .filter(each -> exchange.isEmpty() || exchange.get().equals(each.exchange()))
                    .toList();
            return removing(gone);
        }, () -> events.permissionCleared("topic.permission.deleted", user, vhost, by));
    }

    private interface Check {
        void run(String expression);
    }

    private static void check(String expression, Check check) {
        try {
            check.run(expression);
        } catch (PatternSyntaxException e) {
            throw AdminException.invalid("'" + expression + "' is no regular expression: " + e.getDescription());
        }
    }

    private static void checkLimits(FieldTable limits) {
        try {
            Limits.ofUser(limits);
        } catch (IllegalArgumentException e) {
            throw AdminException.invalid(e.getMessage());
        }
    }

    static FieldTable merged(FieldTable before, FieldTable changed) {
        FieldTable merged = before;
        for (FieldTable.Entry entry : changed.entries()) {
            merged = merged.with(entry.name(), entry.value());
        }
        return merged;
    }

    private PasswordHash hash(String name, byte[] password) {
        try {
            users.refusal(password).ifPresent(reason -> {
                LOG.error("Credential validation for user '{}' failed!", name);
                throw AdminException.invalid(reason);
            });
            return password.length == 0 ? PasswordHash.NONE : users.hash(password);
        } finally {
            Arrays.fill(password, (byte) 0);
        }
    }

    private static User withHash(User user, PasswordHash hash) {
        return new User(user.name(), hash.text(), hash.hashing().word(), user.tags(), user.limits());
    }

    private static void requireRoomFor(List<String> tags) {
        if (tags.size() > User.TAGS_MAX) {
            throw AdminException.invalid("a user has " + User.TAGS_MAX + " tags at most, not " + tags.size());
        }
    }

    private static User withLimits(User user, FieldTable limits) {
        return new User(user.name(), user.hash(), user.algorithm(), user.tags(), limits);
    }

    private User require(String name) {
        return users.find(name).orElseThrow(() -> AdminException.noSuchUser(name));
    }

    private void requireBoth(String user, String vhost) {
        if (hosts.find(vhost) == null) {
            throw AdminException.noSuchVhost(vhost);
        }
        require(user);
    }

    private CompletableFuture<Void> changeUser(String name, UnaryOperator<User> change, Runnable tell) {
        return change("user '" + name + "'", () -> defining(change.apply(require(name))), tell);
    }

    private CompletableFuture<Void> change(String what, Supplier<Change> decide, Runnable tell) {
        CompletableFuture<Void> stored = users.definitions().change(what, decide);
        tell.run();
        return stored;
    }

    private Change defining(AccessDefinition definition) {
        return Change.defining(definition, () -> users.apply(definition));
    }

    private Change removing(List<? extends AccessDefinition> gone) {
        return new Change(List.of(), gone, () -> gone.forEach(users::remove));
    }
}
