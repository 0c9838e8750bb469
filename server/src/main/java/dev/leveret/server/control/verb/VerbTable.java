package dev.leveret.server.control.verb;

import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Who carries out which verb; a family of verbs each. */
public record VerbTable(
        AppRequests app,
        CheckRequests checks,
        StatusRequests status,
        UserRequests users,
        PermissionRequests permissions,
        VirtualHostRequests virtualHosts,
        PolicyRequests policies,
        QueueRequests queues,
        RoutingRequests routing,
        ConnectionRequests connections,
        ResourceRequests resources,
        TraceRequests traces,
        DelayRequests delays,
        DefinitionsRequests definitions,
        PluginRequests plugins,
        TopologyChanges topology,
        MessageRequests messages,
        NodeRequests node,
        TlsRequests tls,
        ParameterRequests parameters,
        DeprecatedRequests deprecated,
        ReportRequests reports) {

    /** Those that change nothing, beside those whose names say it. */
    private static final Set<String> READING = Set.of(
            "ping", "status", "environment", "cluster_status", "await_startup", "wait", "alarms", "listeners",
            "memory_breakdown", "server_version", "authenticate_user", "report", "node_health_check", "maybe_stuck",
            "quorum_status", "tls_versions", "cipher_suites", "discover_peers");

    private static final Pattern READING_NAMES = Pattern.compile("(list|check|is)_.*");

    /** Those that do something while the application is stopped; measured on 3.10.8, where status is none of them. */
    private static final Set<String> WITHOUT_APP = Set.of(
            "ping", "environment", "server_version", "await_startup", "wait", "is_running", "is_booting", "check_running",
            "stop_app", "start_app", "stop", "shutdown", "rotate_logs", "set_log_level", "maybe_stuck", "tls_versions",
            "cipher_suites");

    /** Whether a verb is refused while the application is stopped. */
    public static boolean needsApp(Tool tool, String verb) {
        return tool != Tool.PLUGINS && !WITHOUT_APP.contains(verb);
    }

    /** Whether a verb only looks, so that it can be carried out beside any other. */
    public static boolean isReading(String verb) {
        return READING.contains(verb) || READING_NAMES.matcher(verb).matches();
    }

    /**
     * The verbs of a tool, by name.
     *
     * @param folder that paths are relative to
     */
    public Map<String, Verb> of(Tool tool, Path folder) {
        Map<String, Verb> verbs = new HashMap<>();
        if (tool == Tool.PLUGINS) {
            plugins.addTo(verbs);
            return verbs;
        }
        app.addTo(verbs);
        checks.addTo(verbs);
        status.addTo(verbs);
        users.addTo(verbs);
        permissions.addTo(verbs);
        virtualHosts.addTo(verbs);
        policies.addTo(verbs);
        queues.addTo(verbs);
        routing.addTo(verbs);
        connections.addTo(verbs);
        resources.addTo(verbs);
        traces.addTo(verbs);
        delays.addTo(verbs);
        definitions.addTo(verbs, folder);
        node.addTo(verbs);
        tls.addTo(verbs);
        parameters.addTo(verbs);
        deprecated.addTo(verbs);
        reports.addTo(verbs);
        return verbs;
    }
}
