package dev.leveret.server.admin;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.queue.argument.QueueType;
import dev.leveret.server.auth.Limits;
import dev.leveret.server.auth.Users;
import dev.leveret.server.vhost.BrokerDefinitions.Change;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Adding, changing and deleting virtual hosts; otherwise as {@link UserChanges}. */
public final class VirtualHostChanges {

    /**
     * What is noted about a virtual host.
     *
     * @param defaultQueueType of durable queues that are declared without a type; empty: classic
     */
    public record About(String description, List<String> tags, String defaultQueueType) {

        public About {
            tags = List.copyOf(tags);
        }

        FieldTable table() {
            FieldTable.Builder table = FieldTable.builder();
            if (!description.isEmpty()) {
                table.put("description", description);
            }
            if (!tags.isEmpty()) {
                table.put("tags", new FieldValue.Array(tags.stream().<FieldValue>map(FieldValue::text).toList()));
            }
            if (!defaultQueueType.isEmpty()) {
                table.put("default_queue_type", defaultQueueType);
            }
            return table.build();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(VirtualHostChanges.class);

    private final VirtualHosts hosts;
    private final NewVirtualHosts newHosts;
    private final Users users;
    private final OpenConnections connections;
    private final AdminEvents events;

    /** @param connections that end with their virtual hosts */
    public VirtualHostChanges(VirtualHosts hosts, NewVirtualHosts newHosts, Users users, OpenConnections connections) {
        this.hosts = hosts;
        this.newHosts = newHosts;
        this.users = users;
        this.connections = connections;
        this.events = new AdminEvents(hosts.events());
    }

    /** Adds a virtual host; if there is one of that name it stays as it is, as in RabbitMQ. */
    public CompletableFuture<Void> add(String name, About about, String by) {
        check(about);
        if (hosts.isBeingDeleted(name)) {
            throw AdminException.invalid("Virtual host '" + name + "' is being deleted");
        }
        return hosts.find(name) == null
                ? newHosts.create(new VirtualHostDefinition(name, about.table()), by)
                : hosts.definitions().change("vhost '" + name + "'", () -> new Change(List.of(), List.of(), () -> {}));
    }

    /** Changes what is noted about a virtual host. */
    public CompletableFuture<Void> describe(String name, About about) {
        check(about);
        return change(name, host -> new VirtualHostDefinition(name, about.table(), host.limits()));
    }

    private static void check(About about) {
        String type = about.defaultQueueType();
        if (!type.isEmpty() && QueueType.named(type).isEmpty()) {
            throw AdminException.invalid("Unsupported default queue type: " + type);
        }
    }

    /** Sets {@code max-connections} and {@code max-queues}, in the place of all that were set. */
    public CompletableFuture<Void> setLimits(String name, FieldTable limits, String by) {
        try {
            Limits.ofVirtualHost(limits);
        } catch (IllegalArgumentException e) {
            throw AdminException.invalid(e.getMessage());
        }
        CompletableFuture<Void> stored = change(name, host -> new VirtualHostDefinition(name, host.metadata(), limits));
        events.vhostLimits("vhost.limits.set", name, limits, by);
        return stored;
    }

    /** Takes all limits away. */
    public CompletableFuture<Void> clearLimits(String name, String by) {
        CompletableFuture<Void> stored = change(name, host -> new VirtualHostDefinition(name, host.metadata()));
        events.vhostLimits("vhost.limits.cleared", name, FieldTable.EMPTY, by);
        return stored;
    }

    private CompletableFuture<Void> change(String name, UnaryOperator<VirtualHostDefinition> change) {
        return hosts.definitions().change("vhost '" + name + "'", () -> {
            VirtualHostDefinition before = require(name);
            VirtualHostDefinition changed = change.apply(before);
            if (!changed.limits().equals(before.limits())) {
                LOG.info("Successfully set limits for vhost '{}' to {}", name, new Limits(changed.limits()));
            }
            return Change.defining(changed, () -> hosts.apply(changed));
        });
    }

    private VirtualHostDefinition require(String name) {
        VirtualHostDefinition found = hosts.definition(name);
        if (found == null) {
            throw AdminException.noSuchVhost(name);
        }
        return found;
    }

    /**
     * Deletes a virtual host with all it holds, and closes its connections. Nobody can open it from now on; the answer is
     * completed when all is gone. If the broker ends before, it goes on with that at its next start.
     */
    public CompletableFuture<Void> delete(String name, String by) {
        AtomicReference<List<AccessDefinition>> permissions = new AtomicReference<>(List.of());
        Optional<VirtualHosts.Deletion> begun = hosts.beginDeletion(name, () -> {
            List<AccessDefinition> gone = users.permissions(user -> true, name::equals);
            permissions.set(gone);
            return new Change(List.of(), gone, () -> gone.forEach(users::remove));
        });
        VirtualHosts.Deletion deletion = begun.orElseThrow(() -> AdminException.noSuchVhost(name));
        connections.force(connection -> connection.vhost() == deletion.host(), "vhost '" + name + "' is deleted");
        permissions.get().forEach(each -> tellGone(each, by));
        return deletion.begun().thenCompose(begins -> hosts.finish(deletion, by));
    }

    private void tellGone(AccessDefinition permission, String by) {
        if (permission instanceof AccessDefinition.Permission gone) {
            events.permissionCleared("permission.deleted", gone.user(), gone.vhost(), by);
        }
    }
}
