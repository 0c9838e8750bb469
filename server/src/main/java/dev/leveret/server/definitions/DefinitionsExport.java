package dev.leveret.server.definitions;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.auth.Users;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import dev.leveret.store.disk.DiskReason;
import dev.leveret.store.disk.OwnerOnly;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** Writes what is defined as RabbitMQ does, so that either broker can import it. From any thread that may wait for a disk. */
public final class DefinitionsExport {

    private final VirtualHosts hosts;
    private final Users users;
    private final String compatibleVersion;
    private final String version;

    /**
     * @param compatibleVersion RabbitMQ's version whose behaviour is followed
     * @param version Leveret's own
     */
    public DefinitionsExport(VirtualHosts hosts, Users users, String compatibleVersion, String version) {
        this.hosts = hosts;
        this.users = users;
        this.compatibleVersion = compatibleVersion;
        this.version = version;
    }

    /** Writes everything to a file, in place of what is in it. A new one is the broker's own user's: there are hashes in it. */
    public void run(Path file) throws DefinitionsException {
        ByteBuffer bytes = ByteBuffer.wrap(JsonWriter.write(everything()).getBytes(StandardCharsets.UTF_8));
        try (SeekableByteChannel out = Files.newByteChannel(file, Set.of(CREATE, TRUNCATE_EXISTING, WRITE), OwnerOnly.file())) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new DefinitionsException("definitions can't be exported to " + file + ": " + DiskReason.of(e));
        }
    }

    private JsonValue everything() {
        List<VirtualHost> all = hosts.all().stream().sorted(Comparator.comparing(VirtualHost::name)).toList();
        Objects queues = new Objects();
        Objects exchanges = new Objects();
        Objects bindings = new Objects();
        Objects policies = new Objects();
        Objects parameters = new Objects();
        for (VirtualHost host : all) {
            queues(host, queues);
            exchanges(host, exchanges);
            host.bindings().stream().filter(DefinitionsExport::isExported).forEach(each -> bindings.add(binding(host, each)));
            host.policies().list(PolicyKind.USER).forEach(each -> policies.add(
                    policy(each, JsonValue.object().put("vhost", host.name()).put("name", each.name())).build()));
            host.policies().list(PolicyKind.OPERATOR).forEach(each -> parameters.add(operatorPolicy(host, each)));
            if (!definition(host).limits().isEmpty()) {
                parameters.add(limits(definition(host)));
            }
        }
        return JsonValue.object()
                .put("rabbit_version", compatibleVersion)
                .put("rabbitmq_version", compatibleVersion)
                .put("product_name", "Leveret")
                .put("product_version", version)
                .put("users", users())
                .put("vhosts", virtualHosts(all))
                .put("permissions", permissions())
                .put("topic_permissions", topicPermissions())
                .put("parameters", parameters.list())
                .put("global_parameters", new Objects().list())
                .put("policies", policies.list())
                .put("queues", queues.list())
                .put("exchanges", exchanges.list())
                .put("bindings", bindings.list())
                .build();
    }

    private JsonValue users() {
        Objects objects = new Objects();
        users.users().stream().sorted(Comparator.comparing(AccessDefinition.User::name)).forEach(user -> objects.add(
                JsonValue.object()
                        .put("name", user.name())
                        .put("password_hash", user.hash())
                        .put("hashing_algorithm", user.algorithm())
                        .put("tags", JsonValue.texts(user.tags()))
                        .put("limits", JsonTables.json(user.limits()))
                        .build()));
        return objects.list();
    }

    private VirtualHostDefinition definition(VirtualHost host) {
        VirtualHostDefinition known = hosts.definition(host.name());
        return known == null ? new VirtualHostDefinition(host.name(), FieldTable.EMPTY) : known;
    }

    /** RabbitMQ reads limits of virtual hosts here. */
    private static JsonValue limits(VirtualHostDefinition host) {
        return JsonValue.object()
                .put("component", "vhost-limits")
                .put("vhost", host.name())
                .put("name", "limits")
                .put("value", JsonTables.json(host.limits()))
                .build();
    }

    private JsonValue virtualHosts(List<VirtualHost> all) {
        Objects objects = new Objects();
        all.forEach(host -> objects.add(JsonValue.object()
                .put("name", host.name())
                .put("metadata", JsonTables.json(definition(host).metadata()))
                .put("limits", JsonTables.json(definition(host).limits()))
                .build()));
        return objects.list();
    }

    private JsonValue permissions() {
        Objects objects = new Objects();
        users.permissions().stream()
                .sorted(Comparator.comparing(AccessDefinition.Permission::user)
                        .thenComparing(AccessDefinition.Permission::vhost))
                .forEach(permission -> objects.add(JsonValue.object()
                        .put("user", permission.user())
                        .put("vhost", permission.vhost())
                        .put("configure", permission.configure())
                        .put("write", permission.write())
                        .put("read", permission.read())
                        .build()));
        return objects.list();
    }

    private JsonValue topicPermissions() {
        Objects objects = new Objects();
        users.topicPermissions().forEach(permission -> objects.add(JsonValue.object()
                .put("user", permission.user())
                .put("vhost", permission.vhost())
                .put("exchange", permission.exchange())
                .put("write", permission.write())
                .put("read", permission.read())
                .build()));
        return objects.list();
    }

    /** A policy's own fields, behind what is there already. */
    private static JsonValue.Builder policy(Policy policy, JsonValue.Builder object) {
        return object.put("pattern", policy.pattern())
                .put("apply-to", policy.applyTo().word())
                .put("definition", JsonTables.json(policy.definition()))
                .put("priority", policy.priority());
    }

    private static JsonValue operatorPolicy(VirtualHost host, Policy policy) {
        return JsonValue.object()
                .put("component", "operator_policy")
                .put("vhost", host.name())
                .put("name", policy.name())
                .put("value", policy(policy, JsonValue.object()).build())
                .build();
    }

    private static void queues(VirtualHost host, Objects objects) {
        host.topology().queues().stream()
                .sorted(Comparator.comparing(RouteTarget::name))
                .map(queue -> (QueueRef) queue)
                .filter(queue -> !queue.settings().exclusive())
                .forEach(queue -> objects.add(JsonValue.object()
                        .put("vhost", host.name())
                        .put("name", queue.name())
                        .put("type", queue.settings().type().wireName())
                        .put("durable", queue.durable())
                        .put("auto_delete", queue.settings().autoDelete())
                        .put("arguments", JsonTables.json(queue.settings().arguments()))
                        .build()));
    }

    private static void exchanges(VirtualHost host, Objects objects) {
        host.topology().exchanges().stream()
                .map(Exchange::declaration)
                .filter(exchange -> !exchange.name().isEmpty() && !exchange.name().startsWith("amq."))
                .sorted(Comparator.comparing(ExchangeDeclaration::name))
                .forEach(exchange -> objects.add(JsonValue.object()
                        .put("vhost", host.name())
                        .put("name", exchange.name())
                        .put("type", exchange.type().wireName())
                        .put("durable", exchange.durable())
                        .put("auto_delete", exchange.autoDelete())
                        .put("internal", exchange.internal())
                        .put("arguments", JsonTables.json(exchange.arguments()))
                        .build()));
    }

    private static boolean isExported(Binding binding) {
        return !(binding.destination() instanceof QueueRef queue) || !queue.settings().exclusive();
    }

    private static JsonValue binding(VirtualHost host, Binding binding) {
        return JsonValue.object()
                .put("vhost", host.name())
                .put("source", binding.source().name())
                .put("destination", binding.destination().name())
                .put("destination_type", binding.destination() instanceof Exchange ? "exchange" : "queue")
                .put("routing_key", binding.bindingKey())
                .put("arguments", JsonTables.json(binding.arguments()))
                .build();
    }

    /** Collects objects for a list. */
    private static final class Objects {
        private final List<JsonValue> objects = new ArrayList<>();

        private void add(JsonValue object) {
            objects.add(object);
        }

        private JsonValue list() {
            return new JsonValue.Elements(objects);
        }
    }
}
