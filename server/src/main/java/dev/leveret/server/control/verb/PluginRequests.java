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

    private final NodeFacts facts;
    private final String node;

    public PluginRequests(NodeFacts facts) {
        this.facts = facts;
        this.node = facts.identity().name();
    }

    void addTo(Map<String, Verb> verbs) {
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
        String missing = words.arguments().stream()
                .filter(plugin -> !BUILT_IN.contains(plugin))
                .map(plugin -> ":" + plugin)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            throw new RequestException("{:plugins_not_found, [" + missing + "]}");
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
        List<String> found = matching(words.arguments().isEmpty() ? ".*" : words.argument(0));
        if (words.has("minimal") || words.isSilent()) {
            out.report(found, JsonValue.texts(found));
            return;
        }
        out.tell("Listing plugins with pattern \"" + (words.arguments().isEmpty() ? ".*" : words.argument(0)) + "\" ...");
        out.tell(" Configured: E = explicitly enabled; e = implicitly enabled");
        out.tell(" | Status: * = running on " + node);
        out.tell(" |/");
        out.report(
                found.stream().map(plugin -> "[E*] %-33s %s".formatted(plugin, facts.compatibleVersion())).toList(),
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
                .put("version", facts.compatibleVersion())
                .build();
    }

    private static List<String> matching(String pattern) throws RequestException {
        try {
            Pattern compiled = Pattern.compile(pattern);
            return BUILT_IN.stream().filter(plugin -> compiled.matcher(plugin).find()).toList();
        } catch (PatternSyntaxException e) {
            throw new RequestException("'" + pattern + "' is no regular expression: " + e.getDescription(), e);
        }
    }
}
