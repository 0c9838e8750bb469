package dev.leveret.server.auth;

import dev.leveret.server.vhost.BrokerDefinitions;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import dev.leveret.store.AccessVisitor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The users of the broker and what they may do, as the store has them. From any thread; nothing here waits. Changes come in
 * one after the other, through {@link BrokerDefinitions}.
 */
public final class Users {

    /** A user as he logs in. */
    record Known(User user, PasswordHash hash) {}

    /** Its own methods, since those of a record are made by the JVM when they are first used, at each start. */
    private record UserAt(String user, String vhost) {
        @Override
        public boolean equals(Object other) {
            return other instanceof UserAt place && place.user.equals(user) && place.vhost.equals(vhost);
        }

        @Override
        public int hashCode() {
            return 31 * user.hashCode() + vhost.hashCode();
        }
    }

    /** Puts definitions in force. */
    private final class Taking implements AccessVisitor {
        @Override
        public void user(User user) {
            users.put(user.name(), new Known(user, PasswordHash.read(user.hash(), user.algorithm())));
        }

        @Override
        public void permission(Permission permission) {
            permissions.put(new UserAt(permission.user(), permission.vhost()), permission);
        }

        @Override
        public void topicPermission(TopicPermission topic) {
            putTopic(new UserAt(topic.user(), topic.vhost()), topic.exchange(), topic);
        }
    }

    private static final String IMPERSONATOR = "impersonator";

    private final BrokerDefinitions definitions;
    private final Hashing hashing;
    private final PasswordRule rule;
    private final Map<String, Known> users = new ConcurrentHashMap<>();
    private final Map<UserAt, Permission> permissions = new ConcurrentHashMap<>();

    /** Immutable lists, never empty. */
    private final Map<UserAt, List<TopicPermission>> topicPermissions = new ConcurrentHashMap<>();

    /** Moves on with every permission. */
    private final AtomicLong version = new AtomicLong();

    /**
     * Those that the store has kept.
     *
     * @param hashing of passwords that are new
     * @param rule which of them may be set
     */
    public Users(BrokerDefinitions definitions, List<AccessDefinition> recovered, Hashing hashing, PasswordRule rule) {
        this.definitions = definitions;
        this.hashing = hashing;
        this.rule = rule;
        recovered.forEach(this::take);
    }

    /** Puts a definition in force. By whoever changes {@link #definitions}. */
    public void apply(AccessDefinition definition) {
        User before = definition instanceof User user ? find(user.name()).orElse(null) : null;
        take(definition);
        definition.accept(new AccessLog(before));
    }

    private void take(AccessDefinition definition) {
        definition.accept(new Taking());
        version.incrementAndGet(); // Order: behind the change; who sees the number sees that too.
    }

    /** Takes a definition out of force. By whoever changes {@link #definitions}. */
    public void remove(AccessDefinition definition) {
        switch (definition) {
            case User user -> users.remove(user.name());
            case Permission permission -> permissions.remove(new UserAt(permission.user(), permission.vhost()));
            case TopicPermission topic -> putTopic(new UserAt(topic.user(), topic.vhost()), topic.exchange(), null);
        }
        version.incrementAndGet(); // Order: as above.
        AccessLog.removed(definition);
    }

    private void putTopic(UserAt place, String exchange, TopicPermission now) {
        topicPermissions.compute(place, (same, before) -> {
            List<TopicPermission> after = new ArrayList<>(before == null ? List.of() : before);
            after.removeIf(each -> each.exchange().equals(exchange));
            if (now != null) {
                after.add(now);
            }
            return after.isEmpty() ? null : List.copyOf(after);
        });
    }

    /**
     * Adds a user or a permission, or puts it in the place of the one that is there.
     *
     * @return completed on an event loop when it is safe
     * @throws IllegalArgumentException if a user's password hash is none
     */
    public CompletableFuture<Void> put(AccessDefinition definition) {
        if (definition instanceof User user) {
            PasswordHash.read(user.hash(), user.algorithm());
        }
        return definitions.define(definition, () -> apply(definition));
    }

    /** Adds a user with a permission. A crash leaves both or none: a user that is there for good is not asked for his permission again. */
    public CompletableFuture<Void> put(User user, Permission permission) {
        return definitions.change(user, () -> new BrokerDefinitions.Change(List.of(user, permission), List.of(), () -> {
            apply(user);
            apply(permission);
        }));
    }

    /** Where all changes of users go through. */
    public BrokerDefinitions definitions() {
        return definitions;
    }

    /** Whether this is the user's password. Takes a while, so on no event loop. */
    public boolean matches(String name, byte[] password) {
        Known known = users.get(name);
        return known != null && known.hash().matches(password);
    }

    /** Why a password may not be set; empty if it may. */
    public Optional<String> refusal(byte[] password) {
        return rule.refusal(password);
    }

    /** The hash of a new password, or any other. Takes a while, so on no event loop. */
    public PasswordHash hash(byte[] password) {
        return hashing.of(password);
    }

    /** How new passwords are hashed. */
    Hashing hashing() {
        return hashing;
    }

    /** Whether exactly this is known. */
    public boolean has(AccessDefinition definition) {
        return switch (definition) {
            case User user -> find(user.name()).equals(Optional.of(user));
            case Permission permission -> permission.equals(permission(permission.user(), permission.vhost()));
            case TopicPermission topic -> topicPermissions(topic.user(), topic.vhost()).contains(topic);
        };
    }

    /** The user of that name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name)).map(Known::user);
    }

    /** The same with the hash as it is used, or null. */
    Known known(String name) {
        return users.get(name);
    }

    /** All users, in no particular order. */
    public List<User> users() {
        return users.values().stream().map(Known::user).toList();
    }

    /** What a user may do in a virtual host, or null if he may not open it. */
    public Permission permission(String user, String vhost) {
        return permissions.get(new UserAt(user, vhost));
    }

    /** All permissions, in no particular order; a view that follows changes. */
    public Collection<Permission> permissions() {
        return permissions.values();
    }

    /** What a user may do with routing keys in a virtual host, an exchange each. */
    public List<TopicPermission> topicPermissions(String user, String vhost) {
        return topicPermissions.getOrDefault(new UserAt(user, vhost), List.of());
    }

    /** All permissions on topics, in no particular order. */
    public List<TopicPermission> topicPermissions() {
        return topicPermissions.values().stream().flatMap(List::stream).toList();
    }

    /** All permissions, on topics too, of these users in these virtual hosts. */
    public List<AccessDefinition> permissions(Predicate<String> user, Predicate<String> vhost) {
        List<AccessDefinition> found = new ArrayList<>();
        permissions.values().stream()
                .filter(each -> user.test(each.user()) && vhost.test(each.vhost())).forEach(found::add);
        topicPermissions().stream()
                .filter(each -> user.test(each.user()) && vhost.test(each.vhost())).forEach(found::add);
        return found;
    }

    /** What is limited for a user. */
    public Limits limits(String user) {
        return find(user).map(known -> new Limits(known.limits())).orElse(Limits.NONE);
    }

    /** What a user may do in a virtual host, for one connection. */
    public Access access(String user, String vhost) {
        return new Access(user, vhost, version::get, new Access.Rights() {
            @Override
            public Permission permission() {
                return Users.this.permission(user, vhost);
            }

            @Override
            public List<TopicPermission> topicPermissions() {
                return Users.this.topicPermissions(user, vhost);
            }

            @Override
            public boolean impersonates() {
                return find(user).filter(known -> known.tags().contains(IMPERSONATOR)).isPresent();
            }
        });
    }
}
