package dev.leveret.server.control.verb;

import dev.leveret.server.config.ListColumns;
import dev.leveret.server.config.SettingTexts;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is set, and all that other verbs say in one. */
public final class ReportRequests {

    private static final List<String> OF_NODE = List.of("status", "cluster_status", "environment");

    private static final List<String> LISTS = List.of("list_connections", "list_channels");

    private static final List<String> LISTS_OF_VHOST = List.of("list_queues", "list_exchanges", "list_bindings");

    private static final List<String> OF_VHOST = List.of("list_permissions", "list_policies");

    private final VirtualHosts hosts;
    private final SettingTexts settings;
    private final String node;

    /** @param settings all of them, without secrets */
    public ReportRequests(VirtualHosts hosts, SettingTexts settings, String node) {
        this.hosts = hosts;
        this.settings = settings;
        this.node = node;
    }

    /** @param verbs also those that a report has the answers of */
    void addTo(Map<String, Verb> verbs) {
        verbs.put("environment", this::environment);
        verbs.put("report", (words, out) -> report(verbs, out));
    }

    private void environment(CommandWords words, Output out) {
        out.tell("Application environment of node " + node + " ...");
        JsonValue.Builder object = JsonValue.object();
        Map<String, String> texts = settings.byKey();
        texts.forEach(object::put);
        out.report(texts.entrySet().stream().map(each -> each.getKey() + " = " + each.getValue()).toList(), object.build());
    }

    private void report(Map<String, Verb> verbs, Output out) throws RequestException {
        out.tell("Reporting server status of node " + node + " ...\n");
        for (List<String> command : commands()) {
            CommandWords words = CommandWords.of(Tool.RABBITMQCTL, command);
            Output part = new Output(words);
            verbs.get(words.verb()).run(words, part);
            out.line(part.text() + "\n");
        }
    }

    private List<List<String>> commands() {
        List<List<String>> commands = new ArrayList<>();
        OF_NODE.forEach(verb -> commands.add(List.of(verb)));
        LISTS.forEach(verb -> commands.add(withColumns(verb)));
        for (String host : hosts.all().stream().map(VirtualHost::name).sorted().toList()) {
            LISTS_OF_VHOST.forEach(verb -> commands.add(withColumns(verb, "-p", host)));
            OF_VHOST.forEach(verb -> commands.add(List.of(verb, "-p", host)));
        }
        return commands;
    }

    private static List<String> withColumns(String verb, String... options) {
        List<String> words = new ArrayList<>(List.of(verb));
        words.addAll(Arrays.asList(options));
        words.addAll(ListColumns.of(verb));
        return words;
    }
}
