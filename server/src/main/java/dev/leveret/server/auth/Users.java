package dev.leveret.server.auth;

import dev.leveret.server.vhost.BrokerDefinitions;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import java.net.InetAddress;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The users of the broker and what they may do, as the store has them. From any thread; nothing here waits. */
public final class Users implements Authenticator {

    private record Known(User user, PasswordHash hash) {}

    private record Place(String user, String vhost) {}

    private record TopicPlace(String user, String vhost, String exchange) {}

    private final BrokerDefinitions definitions;
    private final Set<String> loopbackUsers;
    private final Map<String, Known> users = new ConcurrentHashMap<>();
    private final Map<Place, Permission> permissions = new ConcurrentHashMap<>();
    private final Map<TopicPlace, TopicPermission> topicPermissions = new ConcurrentHashMap<>();

    /** Moves on with every permission. */
    private final AtomicLong version = new AtomicLong();

    /**
     * Those that the store has kept.
     *
     * @param loopbackUsers who may come over a loopback interface only
     */
    public Users(BrokerDefinitions definitions, List<AccessDefinition> recovered, Set<String> loopbackUsers) {
        this.definitions = definitions;
        this.loopbackUsers = Set.copyOf(loopbackUsers);
        recovered.forEach(this::apply);
    }

    private void apply(AccessDefinition definition) {
        switch (definition) {
            case User user -> users.put(user.name(), new Known(user, PasswordHash.read(user.hash(), user.algorithm())));
            case Permission permission -> {
                permissions.put(new Place(permission.user(), permission.vhost()), permission);
                version.incrementAndGet();
            }
            case TopicPermission permission -> topicPermissions.put(
                    new TopicPlace(permission.user(), permission.vhost(), permission.exchange()), permission);
        }
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
        return definitions.define(definition, () -> {
            boolean isNew = !(definition instanceof User user) || !users.containsKey(user.name());
            apply(definition);
            AccessLog.put(definition, isNew);
        });
    }

    /** Whether exactly this is known. */
    public boolean has(AccessDefinition definition) {
        return definition.equals(switch (definition) {
            case User user -> users.containsKey(user.name()) ? users.get(user.name()).user : null;
            case Permission permission -> permissions.get(new Place(permission.user(), permission.vhost()));
            case TopicPermission permission -> topicPermissions.get(
                    new TopicPlace(permission.user(), permission.vhost(), permission.exchange()));
        });
    }

    /** All users, in no particular order. */
    public List<User> users() {
        return users.values().stream().map(Known::user).toList();
    }

    /** All permissions, in no particular order; a view that follows changes. */
    public Collection<Permission> permissions() {
        return permissions.values();
    }

    /** All permissions on topics, in no particular order; a view that follows changes. */
    public Collection<TopicPermission> topicPermissions() {
        return topicPermissions.values();
    }

    @Override
    public Login login(Credentials credentials, InetAddress peer) {
        String name = credentials.user();
        Known known = users.get(name);
        // Hashed in any case: how long a refusal takes does not tell whether there is such a user.
        boolean matches = (known == null ? PasswordHash.NONE : known.hash).matches(credentials.password());
        if (known == null || !matches || credentials.password().length == 0) {
            return new Login.Refused("user '" + name + "' - invalid credentials");
        }
        if (loopbackUsers.contains(name) && !peer.isLoopbackAddress()) {
            return new Login.Refused("user '" + name + "' can only connect via localhost");
        }
        return new Login.Accepted(name);
    }

    @Override
    public Access access(String user, String virtualHost) {
        Place place = new Place(user, virtualHost);
        return new Access(user, virtualHost, version::get, () -> permissions.get(place));
    }

    @Override
    public boolean mayOpen(String user, String virtualHost) {
        return permissions.containsKey(new Place(user, virtualHost));
    }
}
