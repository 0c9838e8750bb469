package dev.leveret.server.control.verb;

import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.ResourceReport;
import dev.leveret.server.config.ResourceSettings.Watermark;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.NodeFacts.Listener;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.net.Connections;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** What the broker is and has. */
public final class StatusRequests {

    private static final String UNDER_NO_MAINTENANCE = "not under maintenance";

    private final NodeFacts facts;
    private final ResourceRequests resources;
    private final Alarms alarms;
    private final VirtualHosts hosts;
    private final Connections connections;
    private final LongSupplier clock;
    private final String node;

    /** @param clock milliseconds since 1970 */
    public StatusRequests(
            NodeFacts facts, ResourceRequests resources, Alarms alarms, VirtualHosts hosts, Connections connections,
            LongSupplier clock) {
        this.facts = facts;
        this.resources = resources;
        this.alarms = alarms;
        this.hosts = hosts;
        this.connections = connections;
        this.clock = clock;
        this.node = facts.identity().name();
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("status", this::status);
        verbs.put("cluster_status", this::clusterStatus);
        verbs.put("listeners", this::listeners);
        verbs.put("alarms", this::alarms);
        verbs.put("memory_breakdown", this::memory);
        verbs.put("server_version", this::serverVersion);
    }

    private void status(CommandWords words, Output out) throws RequestException {
        ByteUnit unit = ByteUnit.of(words);
        ResourceReport now = resources.report();
        out.tell("Status of node " + node + " ...");
        out.report(lines(now, unit), object(now));
    }

    private List<String> lines(ResourceReport now, ByteUnit unit) {
        List<String> lines = new ArrayList<>(List.of(
                "Runtime", "",
                "OS PID: " + ProcessHandle.current().pid(),
                "OS: " + System.getProperty("os.name"),
                "Uptime (seconds): " + uptimeSeconds(),
                "Is under maintenance?: false",
                "RabbitMQ version: " + facts.compatibleVersion(),
                "Product: Leveret " + facts.version(),
                "Node name: " + node,
                "Java: " + Runtime.version(),
                "", "Data directory", "",
                "Node data directory: " + facts.data(),
                "", "Alarms", ""));
        lines.addAll(alarmLines());
        lines.addAll(List.of(
                "", "Memory", "",
                "Total memory used: " + unit.text(now.memoryUsed()),
                "Calculation strategy: heap",
                "Memory high watermark setting: " + setting(now.memory(), "available memory") + ", computed to: "
                        + unit.text(now.memoryLimit()),
                "", "Free Disk Space", "",
                "Low free disk space watermark: " + unit.text(now.diskLimit()),
                "Free disk space: " + unit.text(now.diskFree()),
                "", "Totals", "",
                "Connection count: " + connections.count(),
                "Queue count: " + queueCount(),
                "Virtual host count: " + hosts.all().size(),
                "", "Listeners", ""));
        facts.listeners().get().forEach(listener -> lines.add(listener.line()));
        return lines;
    }

    private static String setting(Watermark watermark, String total) {
        return watermark.bytes() >= 0 ? watermark.bytes() + " bytes" : watermark.share() + " of " + total;
    }

    private List<String> alarmLines() {
        List<String> lines = alarms.raised().stream().sorted().map(each -> CheckRequests.text(each, node)).toList();
        return lines.isEmpty() ? List.of("(none)") : lines;
    }

    private long uptimeSeconds() {
        return clock.getAsLong() / 1000 - facts.identity().startSeconds();
    }

    private int queueCount() {
        return hosts.all().stream().mapToInt(host -> host.topology().queues().size()).sum();
    }

    private JsonValue object(ResourceReport now) {
        return JsonValue.object()
                .put("active_plugins", JsonValue.texts(PluginRequests.BUILT_IN))
                .put("alarms", alarmList())
                .put("data_directory", facts.data().toString())
                .put("disk_free", now.diskFree())
                .put("disk_free_limit", now.diskLimit())
                .put("is_under_maintenance", false)
                .put("listeners", listenerList())
                .put("memory", JsonValue.object()
                        .put("strategy", "heap")
                        .put("total", JsonValue.object()
                                .put("erlang", now.memoryUsed())
                                .put("rss", now.memoryUsed())
                                .put("allocated", now.memoryTotal())
                                .build())
                        .build())
                .put("node", node)
                .put("os", System.getProperty("os.name"))
                .put("pid", ProcessHandle.current().pid())
                .put("product_name", "Leveret")
                .put("product_version", facts.version())
                .put("rabbitmq_version", facts.compatibleVersion())
                .put("totals", JsonValue.object()
                        .put("virtual_host_count", hosts.all().size())
                        .put("connection_count", connections.count())
                        .put("queue_count", queueCount())
                        .build())
                .put("uptime", uptimeSeconds())
                .put("vm_memory_calculation_strategy", "heap")
                .put("vm_memory_high_watermark_limit", now.memoryLimit())
                .put("vm_memory_high_watermark_setting", now.memory().bytes() >= 0
                        ? JsonValue.object().put("absolute", now.memory().bytes()).build()
                        : JsonValue.object().put("relative", new JsonValue.Real(now.memory().share())).build())
                .build();
    }

    private JsonValue alarmList() {
        return new JsonValue.Elements(alarms.raised().stream().sorted()
                .<JsonValue>map(each -> JsonValue.object().put("resource", each.word()).put("node", node).build())
                .toList());
    }

    private JsonValue listenerList() {
        return new JsonValue.Elements(facts.listeners().get().stream().map(this::listener).toList());
    }

    /** What is listed by node, of which there is one. */
    private JsonValue ofNode(JsonValue value) {
        return JsonValue.object().put(node, value).build();
    }

    private JsonValue listener(Listener listener) {
        return JsonValue.object()
                .put("interface", listener.host())
                .put("node", node)
                .put("port", listener.address().getPort())
                .put("protocol", listener.protocol())
                .put("purpose", listener.purpose())
                .build();
    }

    private void listeners(CommandWords words, Output out) {
        out.tell("Asking node " + node + " to report its protocol listeners ...");
        List<Listener> all = facts.listeners().get();
        out.report(
                all.stream().map(Listener::line).toList(),
                JsonValue.object()
                        .put("result", "ok")
                        .put("node", node)
                        .put("listeners", new JsonValue.Elements(all.stream().map(this::listener).toList()))
                        .build());
    }

    private void alarms(CommandWords words, Output out) {
        out.tell("Asking node " + node + " to report any known resource alarms ...");
        boolean isNone = alarms.raised().isEmpty();
        out.report(
                isNone ? List.of("Node " + node + " reported no alarms, local or clusterwide") : alarmLines(),
                JsonValue.object().put("result", "ok").put("node", node).put("alarms", alarmList()).build());
    }

    private void memory(CommandWords words, Output out) throws RequestException {
        ByteUnit unit = ByteUnit.of(words);
        ResourceReport now = resources.report();
        out.tell("Reporting memory breakdown on node " + node + "...");
        out.report(
                List.of("heap: " + unit.text(now.memoryUsed()) + " of " + unit.text(now.memoryTotal())),
                JsonValue.object().put("heap", now.memoryUsed()).put("total", now.memoryTotal()).build());
    }

    private void serverVersion(CommandWords words, Output out) {
        out.tell("Asking node " + node + " for its RabbitMQ version...");
        out.line(facts.compatibleVersion());
    }

    /** There is one node, and no other to ask. */
    private void clusterStatus(CommandWords words, Output out) {
        out.tell("Cluster status of node " + node + " ...");
        List<String> lines = new ArrayList<>(List.of(
                "Basics", "", "Cluster name: " + Escapes.of(facts.clusterName().get()),
                "", "Disk Nodes", "", node,
                "", "Running Nodes", "", node,
                "", "Versions", "", node + ": RabbitMQ " + facts.compatibleVersion() + " (Leveret " + facts.version() + ")",
                "", "Maintenance status", "", "Node: " + node + ", status: " + UNDER_NO_MAINTENANCE,
                "", "Alarms", ""));
        lines.addAll(alarmLines());
        lines.addAll(List.of("", "Network Partitions", "", "(none)", "", "Listeners", ""));
        facts.listeners().get().forEach(each -> lines.add("Node: " + node + ", i" + each.line().substring(1)));
        out.report(lines, JsonValue.object()
                .put("cluster_name", facts.clusterName().get())
                .put("disk_nodes", JsonValue.texts(List.of(node)))
                .put("ram_nodes", JsonValue.texts(List.of()))
                .put("running_nodes", JsonValue.texts(List.of(node)))
                .put("versions", ofNode(JsonValue.object()
                        .put("rabbitmq_name", "Leveret")
                        .put("rabbitmq_version", facts.compatibleVersion())
                        .build()))
                .put("maintenance_status", ofNode(new JsonValue.Text(UNDER_NO_MAINTENANCE)))
                .put("partitions", JsonValue.object().build())
                .put("alarms", alarmList())
                .put("listeners", ofNode(listenerList()))
                .build());
    }
}
