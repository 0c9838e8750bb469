package dev.leveret.server.control.verb;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.net.Connections;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What RabbitMQ has deprecated and is here all the same, and whether anybody uses it. Source: RabbitMQ's list of deprecated features;
 * its verbs as of 4.x. What is not on the list here has never been in this broker, and nothing on it is going to leave.
 */
public final class DeprecatedRequests {

    private record Feature(String name, String description) {}

    private static final Feature GLOBAL_QOS =
            new Feature("global_qos", "One prefetch limit for all consumers of a channel (basic.qos with the global flag)");
    private static final Feature TRANSIENT_QUEUES = new Feature(
            "transient_nonexcl_queues", "Queues that are neither durable nor exclusive");

    private static final List<Feature> ALL = List.of(GLOBAL_QOS, TRANSIENT_QUEUES);

    private final VirtualHosts hosts;
    private final Connections connections;
    private final Columns<Feature> columns = new Columns<>(columns(), "name", "deprecation_phase");

    public DeprecatedRequests(VirtualHosts hosts, Connections connections) {
        this.hosts = hosts;
        this.connections = connections;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_deprecated_features", this::list);
        verbs.put("check_if_any_deprecated_features_are_used", this::check);
    }

    private static Map<String, Function<Feature, JsonValue>> columns() {
        Map<String, Function<Feature, JsonValue>> columns = new LinkedHashMap<>();
        columns.put("deprecation_phase", feature -> new JsonValue.Text("permitted_by_default"));
        columns.put("desc", feature -> new JsonValue.Text(feature.description()));
        columns.put("doc_url", feature -> new JsonValue.Text(""));
        columns.put("name", feature -> new JsonValue.Text(feature.name()));
        columns.put("provided_by", feature -> new JsonValue.Text("rabbit"));
        return columns;
    }

    private void list(CommandWords words, Output out) throws RequestException {
        List<String> asked = columns.asked(words);
        boolean isUsed = words.has("used");
        out.tell(isUsed ? "Listing deprecated features in use ..." : "Listing deprecated features ...");
        out.table(asked, columns.rows(asked, isUsed ? used() : ALL));
    }

    private void check(CommandWords words, Output out) throws RequestException {
        out.tell("Checking if any deprecated features are used ...");
        String used = used().stream().map(Feature::name).collect(Collectors.joining(", "));
        if (!used.isEmpty()) {
            throw RequestException.bare(ExitCode.UNAVAILABLE, "Cluster reported deprecated features in use: " + used);
        }
        out.result("Cluster reported no deprecated features in use");
    }

    private List<Feature> used() throws RequestException {
        List<Feature> used = new ArrayList<>();
        boolean isGlobal = Answers.await(connections.reports()).stream()
                .flatMap(connection -> connection.channels().stream())
                .anyMatch(channel -> channel.prefetch().globalMax() > 0);
        if (isGlobal) {
            used.add(GLOBAL_QOS);
        }
        boolean isTransient = hosts.all().stream()
                .flatMap(host -> host.topology().queues().stream())
                .map(QueueRef.class::cast)
                .anyMatch(queue -> !queue.durable() && !queue.settings().exclusive());
        if (isTransient) {
            used.add(TRANSIENT_QUEUES);
        }
        return used;
    }
}
