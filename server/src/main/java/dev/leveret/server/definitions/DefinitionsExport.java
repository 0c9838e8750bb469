package dev.leveret.server.definitions;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.auth.Users;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
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
import java.util.function.Function;

/** Writes what is defined as RabbitMQ does, so that either broker can import it. From any thread that may wait for a disk. */
public final class DefinitionsExport {

    private final VirtualHosts hosts;
    private final Users users;
    private final GlobalParameters global;
    private final String compatibleVersion;
    private final String version;

    /**
     * @param compatibleVersion RabbitMQ's version whose behaviour is followed
     * @param version Leveret's own
     */
    public DefinitionsExport(
            VirtualHosts hosts, Users users, GlobalParameters global, String compatibleVersion, String version) {
        this.hosts = hosts;
        this.users = users;
        this.global = global;
        this.compatibleVersion = compatibleVersion;
        this.version = version;
    }

    /** Writes everything to a file, in place of what is in it. A new one is the broker's own user's: there are hashes in it. */
    public void run(Path file) throws DefinitionsException {
        write(everything(), file);
    }

    /** Does the same with what belongs to one virtual host. */
    public void run(VirtualHost host, Path file) throws DefinitionsException {
        write(of(host), file);
    }

    private static void write(JsonValue definitions, Path file) throws DefinitionsException {
        ByteBuffer bytes = ByteBuffer.wrap(JsonWriter.write(definitions).getBytes(StandardCharsets.UTF_8));
        try (SeekableByteChannel out = Files.newByteChannel(file, Set.of(CREATE, TRUNCATE_EXISTING, WRITE), OwnerOnly.file())) {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new DefinitionsException("definitions can't be exported to " + file + ": " + DiskReason.of(e));
        }
    }

    /** All that is defined now. */
    public JsonValue everything() {
        List<VirtualHost> all = hosts.all().stream().sorted(Comparator.comparing(VirtualHost::name)).toList();
        List<HostExport> within = all.stream().map(host -> new HostExport(host, definition(host).limits(), true)).toList();
        return aboutTheFile()
                .put("users", users())
                .put("vhosts", virtualHosts(all))
                .put("permissions", permissions())
                .put("topic_permissions", topicPermissions())
                .put("parameters", all(within, HostExport::parameters))
                .put("global_parameters", globalParameters())
                .put("policies", all(within, HostExport::policies))
                .put("queues", all(within, HostExport::queues))
                .put("exchanges", all(within, HostExport::exchanges))
                .put("bindings", all(within, HostExport::bindings))
                .build();
    }

    /** What is defined in one virtual host; another one can take it. */
    private JsonValue of(VirtualHost host) {
        HostExport within = new HostExport(host, definition(host).limits(), false);
        return aboutTheFile()
                .put("rabbitmq_definition_format", "single_virtual_host")
                .put("original_vhost_name", host.name())
                .put("parameters", new JsonValue.Elements(within.parameters()))
                .put("policies", new JsonValue.Elements(within.policies()))
                .put("queues", new JsonValue.Elements(within.queues()))
                .put("exchanges", new JsonValue.Elements(within.exchanges()))
                .put("bindings", new JsonValue.Elements(within.bindings()))
                .build();
    }

    private JsonValue.Builder aboutTheFile() {
        return JsonValue.object()
                .put("rabbit_version", compatibleVersion)
                .put("rabbitmq_version", compatibleVersion)
                .put("product_name", "Leveret")
                .put("product_version", version);
    }

    private static JsonValue all(List<HostExport> hosts, Function<HostExport, List<JsonValue>> part) {
        return new JsonValue.Elements(hosts.stream().flatMap(host -> part.apply(host).stream()).toList());
    }

    private JsonValue globalParameters() {
        Objects objects = new Objects();
        global.all().forEach((name, value) -> objects.add(JsonValue.object().put("name", name).put("value", value).build()));
        return objects.list();
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
