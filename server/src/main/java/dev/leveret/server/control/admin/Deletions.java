package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.TopologyChanges;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.BindingRequest;
import java.util.List;
import java.util.Map;

/** {@code rabbitmqadmin delete}: what is not there is an error. */
final class Deletions {

    private final Ctl ctl;
    private final AdminLists lists;
    private final TopologyChanges topology;

    Deletions(Ctl ctl, AdminLists lists, TopologyChanges topology) {
        this.ctl = ctl;
        this.lists = lists;
        this.topology = topology;
    }

    void delete(AdminWords words) throws RequestException {
        Map<String, String> values = AdminUsage.values("delete", words.arguments());
        String name = values.getOrDefault("name", "");
        String here = "--vhost=" + words.vhost();
        switch (words.arguments().getFirst()) {
            case "exchange" -> topology.deleteExchange(words.vhost(), name);
            case "queue" -> ctl.run("delete_queue", here, "--", name);
            case "binding" -> binding(words.vhost(), values);
            case "vhost" -> ctl.run("delete_vhost", "--", name);
            case "user" -> ctl.run("delete_user", "--", name);
            case "permission" -> ctl.run("clear_permissions", "--vhost=" + values.get("vhost"), "--", values.get("user"));
            case "policy" -> ctl.run("clear_policy", here, "--", name);
            case "operator_policy" -> ctl.run("clear_operator_policy", here, "--", name);
            default -> limit(values);
        }
    }

    private void binding(String vhost, Map<String, String> values) throws RequestException {
        boolean toExchange = Declarations.toExchange(values.get("destination_type"));
        String key = values.getOrDefault("properties_key", "~");
        List<JsonValue.Members> found = lists.of("bindings", List.of(vhost)).stream()
                .filter(each -> Ctl.text(each, "source").equals(values.get("source"))
                        && Ctl.text(each, "destination").equals(values.get("destination"))
                        && Ctl.text(each, "destination_type").equals(toExchange ? "exchange" : "queue")
                        && Ctl.text(each, "properties_key").equals(key))
                .toList();
        if (found.isEmpty()) {
            throw new RequestException("Not found: a binding from " + values.get("source") + " to " + values.get("destination")
                    + " with properties_key " + key);
        }
        topology.unbind(vhost, toExchange, new BindingRequest(
                values.get("source"), values.get("destination"), Ctl.text(found.getFirst(), "routing_key"),
                JsonTables.table((JsonValue.Members) found.getFirst().get("arguments")), TopologyChanges.BY));
    }

    private void limit(Map<String, String> values) throws RequestException {
        Limits limits = Limits.of(ctl, values.get("vhost"));
        if (!limits.has(values.get("name"))) {
            throw new RequestException("Not found: limit " + values.get("name") + " of vhost " + values.get("vhost"));
        }
        limits.without(values.get("name")).write(ctl);
    }
}
