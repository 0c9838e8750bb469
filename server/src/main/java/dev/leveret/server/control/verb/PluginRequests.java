package dev.leveret.server.control.verb;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** RabbitMQ's plugins: what they do is built in or not there; nothing is ever switched. */
public final class PluginRequests {

    /** Those whose work is done here. */
    static final List<String> BUILT_IN = List.of(
            "rabbitmq_auth_mechanism_ssl",
            "rabbitmq_consistent_hash_exchange",
            "rabbitmq_delayed_message_exchange",
            "rabbitmq_event_exchange",
            "rabbitmq_random_exchange",
            "rabbitmq_recent_history_exchange");

    /** What those of RabbitMQ's are that somebody may look for, and that are not here. */
    private static final Map<String, String> ELSEWHERE = Map.ofEntries(
            Map.entry("rabbitmq_management", "RabbitMQ's HTTP API and web pages"),
            Map.entry("rabbitmq_management_agent", "the part of RabbitMQ's HTTP API that each node has"),
            Map.entry("rabbitmq_prometheus", "RabbitMQ's metrics for Prometheus"),
            Map.entry("rabbitmq_mqtt", "another protocol, MQTT"),
            Map.entry("rabbitmq_web_mqtt", "another protocol, MQTT over WebSockets"),
            Map.entry("rabbitmq_stomp", "another protocol, STOMP"),
            Map.entry("rabbitmq_web_stomp", "another protocol, STOMP over WebSockets"),
            Map.entry("rabbitmq_amqp1_0", "another protocol, AMQP 1.0"),
            Map.entry("rabbitmq_stream", "another protocol, that of streams"),
            Map.entry("rabbitmq_shovel", "moving messages between brokers"),
            Map.entry("rabbitmq_shovel_management", "web pages for moving messages between brokers"),
            Map.entry("rabbitmq_federation", "links between brokers"),
            Map.entry("rabbitmq_federation_management", "web pages for links between brokers"),
            Map.entry("rabbitmq_sharding", "queues that are split"),
            Map.entry("rabbitmq_auth_backend_ldap", "users from LDAP"),
            Map.entry("rabbitmq_auth_backend_http", "users from an HTTP service"),
            Map.entry("rabbitmq_auth_backend_oauth2", "users with OAuth 2 tokens"));

    private final String node;
    private final String version;

    /** @param version that plugins have, RabbitMQ's */
    public PluginRequests(String node, String version) {
        this.node = node;
        this.version = version;
    }

    public void addTo(Map<String, Verb> verbs) {
        verbs.put("enable", this::enable);
        verbs.put("disable", this::disable);
        verbs.put("set", this::enable);
        verbs.put("is_enabled", this::isEnabled);
        verbs.put("list", this::list);
    }

    private void enable(CommandWords words, Output out) throws RequestException {
        out.tell("Enabling plugins on node " + node + ":");
        words.arguments().forEach(out::tell);
        requireAll(words);
        words.arguments().forEach(plugin -> out.tell(plugin + " is built in and always enabled: nothing to do."));
    }

    private static void requireAll(CommandWords words) throws RequestException {
        List<String> missing = words.arguments().stream().filter(plugin -> !BUILT_IN.contains(plugin)).toList();
        if (!missing.isEmpty()) {
            throw new RequestException(missing.stream()
                            .map(plugin -> ":" + plugin)
                            .collect(Collectors.joining(", ", "{:plugins_not_found, [", "]}"))
                    + missing.stream()
                            .filter(ELSEWHERE::containsKey)
                            .map(plugin -> "\n" + plugin + " (" + ELSEWHERE.get(plugin) + ") is not built into Leveret.")
                            .collect(Collectors.joining()));
        }
    }

    private void disable(CommandWords words, Output out) {
        out.tell("Disabling plugins on node " + node + ":");
        words.arguments().forEach(out::tell);
        words.arguments().stream().filter(BUILT_IN::contains).forEach(
                plugin -> out.tell(plugin + " is built in and stays enabled."));
    }

    private void isEnabled(CommandWords words, Output out) throws RequestException {
        out.tell("Asking node " + node + " if " + words.arguments().stream().collect(Collectors.joining(", ")) + " are enabled...");
        List<String> missing = words.arguments().stream().filter(plugin -> !BUILT_IN.contains(plugin)).toList();
        if (!missing.isEmpty()) {
            throw new RequestException("Plugin " + String.join(", ", missing) + " is not enabled on node " + node);
        }
        out.result("Plugin " + String.join(", ", words.arguments()) + " is enabled on node " + node);
    }

    private void list(CommandWords words, Output out) throws RequestException {
        String pattern = words.arguments().isEmpty() ? ".*" : words.argument(0);
        List<String> found = matching(pattern);
        out.tell("Listing plugins with pattern \"" + pattern + "\" ...");
        if (words.has("minimal") || words.isSilent()) {
            out.report(found, JsonValue.texts(found));
            return;
        }
        out.tell(" Configured: E = explicitly enabled; e = implicitly enabled");
        out.tell(" | Status: * = running on " + node);
        out.tell(" |/");
        out.report(
                found.stream().map(plugin -> words.has("verbose")
                        ? "[E*] " + plugin + "\n     Version:     \t" + version + "\n     Description: \tbuilt into Leveret"
                        : "[E*] %-33s %s".formatted(plugin, version)).toList(),
                JsonValue.object()
                        .put("status", "running")
                        .put("format", "normal")
                        .put("plugins", new JsonValue.Elements(found.stream().map(this::plugin).toList()))
                        .build());
    }

    private JsonValue plugin(String name) {
        return JsonValue.object()
                .put("enabled", "enabled")
                .put("name", name)
                .put("running", true)
                .put("version", version)
                .build();
    }

    private static List<String> matching(String pattern) throws RequestException {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return BUILT_IN.stream().filter(plugin -> compiled.matcher(plugin).find()).toList();
        } catch (PatternSyntaxException e) {
            throw new RequestException("'" + pattern + "' is no regular expression", e);
        }
    }
}
