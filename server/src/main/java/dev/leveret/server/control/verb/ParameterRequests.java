package dev.leveret.server.control.verb;

import dev.leveret.server.admin.GlobalParameters;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What RabbitMQ can switch and set while it runs, and what is always as it is here: feature flags and parameters. */
public final class ParameterRequests {

    private record Flag(String name, String description) {}

    /** Those of 3.10.8. */
    private static final List<Flag> FLAGS = List.of(
            new Flag("classic_mirrored_queue_version", "Support setting version for classic mirrored queues"),
            new Flag("implicit_default_bindings",
                    "Default bindings are now implicit, instead of being stored in the database"),
            new Flag("maintenance_mode_status", "Maintenance mode status"),
            new Flag("quorum_queue", "Support queues of type `quorum`"),
            new Flag("stream_queue", "Support queues of type `stream`"),
            new Flag("user_limits", "Configure connection and channel limits for a user"),
            new Flag("virtual_host_metadata", "Virtual host metadata (description, tags, etc)"));

    private final VirtualHosts hosts;
    private final String node;
    private final GlobalParameters global;
    private final Columns<Flag> columns = new Columns<>(flagColumns(), "name", "state");

    public ParameterRequests(VirtualHosts hosts, String node, GlobalParameters global) {
        this.hosts = hosts;
        this.node = node;
        this.global = global;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_feature_flags", this::listFlags);
        verbs.put("enable_feature_flag", this::enable);
        verbs.put("list_parameters", this::list);
        verbs.put("list_global_parameters", this::listGlobal);
        verbs.put("set_global_parameter", this::setGlobal);
        verbs.put("clear_global_parameter", this::clearGlobal);
        verbs.put("set_cluster_name", this::nameCluster);
    }

    private static Map<String, Function<Flag, JsonValue>> flagColumns() {
        Map<String, Function<Flag, JsonValue>> columns = new LinkedHashMap<>();
        columns.put("name", flag -> new JsonValue.Text(flag.name()));
        columns.put("state", flag -> new JsonValue.Text(isThere(flag) ? "enabled" : "unavailable"));
        columns.put("stability", flag -> new JsonValue.Text("stable"));
        columns.put("provided_by", flag -> new JsonValue.Text("rabbit"));
        columns.put("desc", flag -> new JsonValue.Text(flag.description()));
        columns.put("doc_url", flag -> new JsonValue.Text(""));
        return columns;
    }

    /** What it stands for is built in, or is not there yet. */
    private static boolean isThere(Flag flag) {
        return !flag.name().equals("stream_queue") && !flag.name().equals("classic_mirrored_queue_version");
    }

    private void listFlags(CommandWords words, Output out) throws RequestException {
        List<String> asked = columns.asked(words);
        out.tell("Listing feature flags ...");
        out.table(asked, columns.rows(asked, FLAGS));
    }

    /** Succeeds for what is built in. */
    private void enable(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell(name.equals("all") ? "Enabling all feature flags ..." : "Enabling feature flag \"" + name + "\" ...");
        if (!name.equals("all") && FLAGS.stream().noneMatch(flag -> flag.name().equals(name) && isThere(flag))) {
            throw new RequestException(ExitCode.USAGE, "This feature flag is not supported by node " + node);
        }
    }

    /** What RabbitMQ keeps as parameters, but for policies, which have a list of their own. */
    private void list(CommandWords words, Output out) throws RequestException {
        out.tell("Listing runtime parameters for vhost \"" + words.vhost() + "\" ...");
        VirtualHost host = Answers.host(hosts, words);
        List<List<JsonValue>> rows = new ArrayList<>();
        host.policies().list(PolicyKind.OPERATOR).forEach(policy ->
                rows.add(parameter("operator_policy", policy.name(), value(policy))));
        VirtualHostDefinition definition = hosts.definition(host.name());
        if (definition != null && !definition.limits().isEmpty()) {
            rows.add(parameter("vhost-limits", "limits", JsonWords.sorted(definition.limits())));
        }
        out.table(List.of("component", "name", "value"), rows);
    }

    private static JsonValue value(Policy policy) {
        return JsonValue.object()
                .put("pattern", policy.pattern())
                .put("definition", JsonWords.sorted(policy.definition()))
                .put("priority", policy.priority())
                .put("apply-to", policy.applyTo().word())
                .build();
    }

    private static List<JsonValue> parameter(String component, String name, JsonValue value) {
        return List.of(
                new JsonValue.Text(component), new JsonValue.Text(name), new JsonValue.Text(JsonWriter.write(value)));
    }

    private void listGlobal(CommandWords words, Output out) {
        out.tell("Listing global runtime parameters ...");
        List<List<JsonValue>> rows = new ArrayList<>();
        global.all().forEach((name, value) ->
                rows.add(List.of(new JsonValue.Text(name), new JsonValue.Text(JsonWriter.write(value)))));
        out.table(List.of("name", "value"), rows);
    }

    private void setGlobal(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Setting global runtime parameter \"" + name + "\" to \"" + words.argument(1) + "\" ...");
        JsonValue value = JsonWords.value(words.argument(1));
        Answers.change(() -> global.set(name, value, UserRequests.BY));
    }

    private void clearGlobal(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Clearing global runtime parameter \"" + name + "\" ...");
        Answers.change(() -> global.clear(name, UserRequests.BY));
    }

    private void nameCluster(CommandWords words, Output out) throws RequestException {
        String name = words.argument(0);
        out.tell("Setting cluster name to " + name + " ...");
        Answers.change(() -> global.set(GlobalParameters.CLUSTER_NAME, new JsonValue.Text(name), UserRequests.BY));
    }
}
