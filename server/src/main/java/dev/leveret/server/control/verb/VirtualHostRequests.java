package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.admin.AdminException;
import dev.leveret.server.admin.VirtualHostChanges;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Virtual hosts and their limits. */
public final class VirtualHostRequests {

    private final VirtualHosts hosts;
    private final VirtualHostChanges changes;
    private final Columns<VirtualHost> columns;

    public VirtualHostRequests(VirtualHosts hosts, VirtualHostChanges changes) {
        this.hosts = hosts;
        this.changes = changes;
        Map<String, Function<VirtualHost, JsonValue>> byName = new LinkedHashMap<>();
        byName.put("name", host -> new JsonValue.Text(host.name()));
        byName.put("tracing", host -> new JsonValue.Bool(host.firehose().isOn()));
        byName.put("cluster_state", host -> JsonValue.object().put(hosts.events().node().name(), "running").build());
        byName.put("description", host -> metadata(host, "description", new JsonValue.Text("")));
        byName.put("tags", host -> metadata(host, "tags", new JsonValue.Elements(List.of())));
        byName.put("default_queue_type", host -> metadata(host, "default_queue_type", new JsonValue.Text("undefined")));
        byName.put("metadata", host -> JsonTables.json(definition(host).metadata()));
        columns = new Columns<>(byName, "name");
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("add_vhost", this::add);
        verbs.put("delete_vhost", this::delete);
        verbs.put("list_vhosts", this::list);
        verbs.put("set_vhost_tags", this::setTags);
        verbs.put("update_vhost_metadata", this::update);
        verbs.put("restart_vhost", this::restart);
        verbs.put("set_vhost_limits", this::setLimits);
        verbs.put("clear_vhost_limits", this::clearLimits);
        verbs.put("list_vhost_limits", this::listLimits);
    }

    private void add(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Adding vhost \"" + name + "\" ...");
        var about = new VirtualHostChanges.About(
                words.option("description", ""), tags(words.option("tags", "")), words.option("default-queue-type", ""));
        Answers.change(() -> changes.add(name, about, UserRequests.BY));
    }

    private static List<String> tags(String words) {
        return Stream.of(words.split(",")).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
    }

    private void delete(CommandWords words, Output out) throws RequestException {
        out.tell("Deleting vhost \"" + words.argument(0) + "\" ...");
        Answers.change(() -> changes.delete(words.argument(0), UserRequests.BY));
    }

    private void list(CommandWords words, Output out) throws RequestException {
        List<String> asked = columns.asked(words);
        out.tell("Listing vhosts ...");
        out.table(asked, columns.rows(asked, sorted()));
    }

    private void setTags(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        List<String> tags = words.arguments().subList(1, words.arguments().size());
        out.tell("Setting tags for virtual host \"" + name + "\" to [" + String.join(", ", tags) + "] ...");
        VirtualHost host = find(name);
        var about = new VirtualHostChanges.About(
                text(host, "description"), tags, text(host, "default_queue_type"));
        Answers.change(() -> changes.describe(name, about));
    }

    /** What is not given stays. */
    private void update(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Updating metadata of vhost \"" + name + "\" ...");
        VirtualHost host = find(name);
        var about = new VirtualHostChanges.About(
                words.option("description", text(host, "description")),
                words.has("tags") ? tags(words.option("tags", "")) : tags(host),
                words.option("default-queue-type", text(host, "default_queue_type")));
        Answers.change(() -> changes.describe(name, about));
    }

    private VirtualHost find(String name) throws RequestException {
        VirtualHost host = hosts.find(name);
        if (host == null) {
            throw new RequestException(ExitCode.DATA, "Virtual host \"" + name + "\" does not exist");
        }
        return host;
    }

    private List<String> tags(VirtualHost host) {
        return metadata(host, "tags", new JsonValue.Elements(List.of())) instanceof JsonValue.Elements tags
                ? tags.elements().stream().map(tag -> ((JsonValue.Text) tag).value()).toList()
                : List.of();
    }

    private String text(VirtualHost host, String name) {
        return metadata(host, name, new JsonValue.Text("")) instanceof JsonValue.Text text ? text.value() : "";
    }

    /** One that is there runs. */
    private void restart(CommandWords words, Output out) throws RequestException {
        String node = hosts.events().node().name();
        out.tell("Trying to restart vhost '" + words.vhost() + "' on node '" + node + "' ...");
        if (hosts.find(words.vhost()) == null) {
            throw new RequestException("Failed to start vhost '" + words.vhost() + "' on node '" + node
                    + "'Reason: {:no_such_vhost, \"" + words.vhost() + "\"}");
        }
        out.line("Vhost '" + words.vhost() + "' is already running on node '" + node + "'");
    }

    private List<VirtualHost> sorted() {
        return hosts.all().stream().sorted(Comparator.comparing(VirtualHost::name)).toList();
    }

    private JsonValue metadata(VirtualHost host, String name, JsonValue fallback) {
        JsonValue value = JsonTables.json(definition(host).metadata()).get(name);
        return value == null ? fallback : value;
    }

    private VirtualHostDefinition definition(VirtualHost host) {
        VirtualHostDefinition known = hosts.definition(host.name());
        return known == null ? new VirtualHostDefinition(host.name(), FieldTable.EMPTY) : known;
    }

    private void setLimits(CommandWords words, Output out) throws RequestException {
        out.tell("Setting vhost limits to \"" + words.argument(0) + "\" for vhost \"" + words.vhost() + "\" ...");
        FieldTable limits = JsonWords.table(words.argument(0));
        try {
            Answers.await(changes.setLimits(words.vhost(), limits, UserRequests.BY));
        } catch (AdminException e) {
            throw e.reason() == AdminException.Reason.INVALID ? JsonWords.invalid(e.getMessage()) : Answers.refusal(e);
        }
    }

    private void clearLimits(CommandWords words, Output out) throws RequestException {
        out.tell("Clearing vhost \"" + words.vhost() + "\" limits ...");
        VirtualHost host = hosts.find(words.vhost());
        if (host == null || definition(host).limits().isEmpty()) {
            throw new RequestException(ExitCode.UNAVAILABLE, "Parameter does not exist");
        }
        Answers.change(() -> changes.clearLimits(words.vhost(), UserRequests.BY));
    }

    private void listLimits(CommandWords words, Output out) throws RequestException {
        if (words.has("global")) {
            out.tell("Listing limits for all vhosts ...");
            List<List<JsonValue>> rows = new ArrayList<>();
            sorted().stream().filter(host -> !definition(host).limits().isEmpty()).forEach(host ->
                    rows.add(List.of(new JsonValue.Text(host.name()), new JsonValue.Text(limits(host)))));
            out.table(List.of("vhost", "limits"), rows);
            return;
        }
        out.tell("Listing limits for vhost \"" + words.vhost() + "\" ...");
        VirtualHost host = Answers.host(hosts, words);
        if (definition(host).limits().isEmpty()) {
            out.report(List.of(""), new JsonValue.Elements(List.of()));
            return;
        }
        out.report(List.of(limits(host)), JsonValue.object()
                .put("node", hosts.events().node().name())
                .put("result", "ok")
                .put("value", limits(host))
                .build());
    }

    private String limits(VirtualHost host) {
        return JsonWords.text(definition(host).limits());
    }
}
