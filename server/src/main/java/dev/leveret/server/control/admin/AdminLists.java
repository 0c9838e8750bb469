package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What rabbitmqadmin lists, with the names that the HTTP API has for it. */
final class AdminLists {

    /** What can be listed. */
    static final List<String> KINDS = List.of(
            "bindings", "channels", "connections", "consumers", "exchanges", "nodes", "operator_policies", "parameters",
            "permissions", "policies", "queues", "users", "vhost_limits", "vhosts");

    /** Columns of a list for people, if none are asked for; of others all. */
    private static final Map<String, List<String>> USUAL = Map.of(
            "connections", List.of("name", "user", "channels"),
            "channels", List.of("name", "user"),
            "exchanges", List.of("name", "type"),
            "queues", List.of("name", "messages"),
            "bindings", List.of("source", "destination", "routing_key"),
            "vhosts", List.of("name", "messages"),
            "nodes", List.of("name", "type", "mem_used"),
            "overview", List.of(
                    "rabbitmq_version", "cluster_name", "queue_totals.messages", "object_totals.queues"));

    private final Ctl ctl;

    AdminLists(Ctl ctl) {
        this.ctl = ctl;
    }

    static List<String> usualColumns(String kind) {
        return USUAL.getOrDefault(kind, List.of());
    }

    /**
     * All of a kind.
     *
     * @param vhosts in which it is looked for those that belong to one
     */
    List<JsonValue.Members> of(String kind, List<String> vhosts) throws RequestException {
        return switch (kind) {
            case "queues" -> in(vhosts, "list_queues", "name", "vhost", "type", "durable", "auto_delete", "exclusive",
                    "arguments", "policy", "state", "consumers", "messages", "messages_ready", "messages_unacknowledged");
            case "exchanges" -> in(vhosts, "list_exchanges", "name", "type", "durable", "auto_delete", "internal",
                    "arguments", "policy");
            case "bindings" -> mapped(in(vhosts, "list_bindings"), AdminLists::binding);
            case "consumers" -> mapped(in(vhosts, "list_consumers"), AdminLists::consumer);
            case "permissions" -> in(allVhosts(), "list_permissions");
            case "policies" -> mapped(in(allVhosts(), "list_policies"), row -> parsed(row, "definition"));
            case "operator_policies" -> mapped(in(allVhosts(), "list_operator_policies"), row -> parsed(row, "definition"));
            case "vhost_limits" -> mapped(ctl.list("list_vhost_limits", "--global"), AdminLists::limits);
            case "connections" -> ctl.list("list_connections", "name", "user", "vhost", "channels", "state", "peer_host",
                    "peer_port", "host", "port", "protocol", "auth_mechanism", "frame_max", "channel_max", "timeout",
                    "connected_at", "user_provided_name", "client_properties");
            case "channels" -> ctl.list("list_channels", "name", "user", "vhost", "number", "confirm", "transactional",
                    "consumer_count", "messages_unacknowledged", "prefetch_count");
            case "users" -> mapped(ctl.list("list_users"), row -> renamed(row, Map.of("user", "name")));
            case "vhosts" -> mapped(ctl.list("list_vhosts", "name", "description", "tags", "default_queue_type", "tracing"),
                    this::counted);
            case "nodes" -> List.of(node());
            case "parameters" -> List.of();
            default -> throw AdminUsage.misuse("Don't know how to list " + kind);
        };
    }

    /** The broker as a whole. */
    JsonValue.Members overview() throws RequestException {
        JsonValue.Members status = status();
        JsonValue.Members cluster = (JsonValue.Members) Ctl.json(ctl.run("--formatter=json", "cluster_status"));
        long messages = 0;
        long queues = 0;
        for (JsonValue.Members queue : of("queues", allVhosts())) {
            messages += whole(queue, "messages");
            queues++;
        }
        return JsonValue.object()
                .put("rabbitmq_version", Ctl.text(status, "rabbitmq_version"))
                .put("product_name", Ctl.text(status, "product_name"))
                .put("product_version", Ctl.text(status, "product_version"))
                .put("cluster_name", Ctl.text(cluster, "cluster_name"))
                .put("node", Ctl.text(status, "node"))
                .put("queue_totals", JsonValue.object().put("messages", messages).build())
                .put("object_totals", JsonValue.object().put("queues", queues).build())
                .build();
    }

    List<String> allVhosts() throws RequestException {
        return ctl.list("list_vhosts").stream().map(row -> Ctl.text(row, "name")).toList();
    }

    private JsonValue.Members status() throws RequestException {
        return (JsonValue.Members) Ctl.json(ctl.run("--formatter=json", "status"));
    }

    private JsonValue.Members node() throws RequestException {
        JsonValue.Members status = status();
        long used = status.get("memory") instanceof JsonValue.Members memory
                && memory.get("total") instanceof JsonValue.Members total ? whole(total, "rss") : 0;
        return JsonValue.object()
                .put("name", Ctl.text(status, "node"))
                .put("type", "disc")
                .put("running", true)
                .put("mem_used", used)
                .build();
    }

    /** A list of each virtual host, with the name of that in its rows. */
    private List<JsonValue.Members> in(List<String> vhosts, String verb, String... columns) throws RequestException {
        List<JsonValue.Members> all = new ArrayList<>();
        for (String vhost : vhosts) {
            List<String> words = new ArrayList<>(List.of(verb, "--vhost=" + vhost));
            words.addAll(List.of(columns));
            for (JsonValue.Members row : ctl.list(words.toArray(String[]::new))) {
                Map<String, JsonValue> members = new LinkedHashMap<>(row.members());
                members.put("vhost", new JsonValue.Text(vhost));
                members.computeIfPresent("arguments", (name, triples) -> arguments(triples));
                all.add(new JsonValue.Members(members));
            }
        }
        return all;
    }

    /** An object, of what a list has as names, types and values. */
    private static JsonValue arguments(JsonValue triples) {
        JsonValue.Builder object = JsonValue.object();
        if (triples instanceof JsonValue.Elements list) {
            for (JsonValue each : list.elements()) {
                List<JsonValue> triple = ((JsonValue.Elements) each).elements();
                object.put(((JsonValue.Text) triple.getFirst()).value(), triple.getLast());
            }
        }
        return object.build();
    }

    private interface RowChange {
        JsonValue.Members change(JsonValue.Members row) throws RequestException;
    }

    private static List<JsonValue.Members> mapped(List<JsonValue.Members> rows, RowChange change) throws RequestException {
        List<JsonValue.Members> all = new ArrayList<>();
        for (JsonValue.Members row : rows) {
            all.add(change.change(row));
        }
        return all;
    }

    private static JsonValue.Members renamed(JsonValue.Members row, Map<String, String> names) {
        JsonValue.Builder object = JsonValue.object();
        row.members().forEach((name, value) -> object.put(names.getOrDefault(name, name), value));
        return object.build();
    }

    private static JsonValue.Members binding(JsonValue.Members row) {
        Map<String, JsonValue> members = new LinkedHashMap<>(renamed(row, Map.of(
                "source_name", "source", "destination_name", "destination", "destination_kind", "destination_type")).members());
        members.remove("source_kind");
        members.put("properties_key", new JsonValue.Text(propertiesKey(Ctl.text(row, "routing_key"), row.get("arguments"))));
        return new JsonValue.Members(members);
    }

    /** What tells bindings between the same two ends apart. */
    static String propertiesKey(String routingKey, JsonValue arguments) {
        boolean isPlain = !(arguments instanceof JsonValue.Members members) || members.members().isEmpty();
        if (isPlain) {
            return routingKey.isEmpty() ? "~" : routingKey;
        }
        return routingKey + "~" + Integer.toHexString(arguments.hashCode());
    }

    private static JsonValue.Members consumer(JsonValue.Members row) {
        Map<String, JsonValue> members = new LinkedHashMap<>(row.members());
        JsonValue name = members.remove("queue_name");
        members.put("queue", JsonValue.object().put("name", name).put("vhost", row.get("vhost")).build());
        members.remove("vhost");
        return new JsonValue.Members(members);
    }

    private static JsonValue.Members parsed(JsonValue.Members row, String name) throws RequestException {
        Map<String, JsonValue> members = new LinkedHashMap<>(row.members());
        members.put(name, Ctl.json(Ctl.text(row, name)));
        return new JsonValue.Members(members);
    }

    private static JsonValue.Members limits(JsonValue.Members row) throws RequestException {
        return renamed(parsed(row, "limits"), Map.of("limits", "value"));
    }

    private JsonValue.Members counted(JsonValue.Members row) throws RequestException {
        long messages = 0;
        for (JsonValue.Members queue : ctl.list("list_queues", "--vhost=" + Ctl.text(row, "name"), "messages")) {
            messages += whole(queue, "messages");
        }
        Map<String, JsonValue> members = new LinkedHashMap<>(row.members());
        members.put("messages", new JsonValue.Whole(messages));
        return new JsonValue.Members(members);
    }

    private static long whole(JsonValue.Members members, String name) {
        return members.get(name) instanceof JsonValue.Whole whole ? whole.value() : 0;
    }
}
