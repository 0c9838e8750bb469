package dev.leveret.server.control.admin;

import dev.leveret.server.config.Tool;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.CommandWords;
import dev.leveret.server.control.verb.Output;
import dev.leveret.server.control.verb.Verb;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The verbs of rabbitmqctl, in this process. */
record Ctl(Map<String, Verb> verbs) {

    /** Runs one, and answers what it prints if it is to be quiet. */
    String run(String... words) throws RequestException {
        List<String> all = new ArrayList<>(List.of("--quiet"));
        all.addAll(List.of(words));
        CommandWords sorted = CommandWords.of(Tool.RABBITMQCTL, all);
        Output out = new Output(sorted);
        verbs.get(sorted.verb()).run(sorted, out);
        return out.text();
    }

    /** What a list has. */
    List<JsonValue.Members> list(String... words) throws RequestException {
        List<String> all = new ArrayList<>(List.of("--formatter=json"));
        all.addAll(List.of(words));
        return members(json(run(all.toArray(String[]::new))));
    }

    static List<JsonValue.Members> members(JsonValue list) {
        return list instanceof JsonValue.Elements elements
                ? elements.elements().stream().map(JsonValue.Members.class::cast).toList()
                : List.of();
    }

    /** What somebody has typed, or another verb has written, as JSON. */
    static JsonValue json(String text) throws RequestException {
        try {
            return JsonReader.read(text);
        } catch (JsonException e) {
            throw AdminUsage.misuse("Could not parse JSON:\n  " + text);
        }
    }

    /** The text under a name; empty if there is none. */
    static String text(JsonValue.Members members, String name) {
        return members.get(name) instanceof JsonValue.Text text ? text.value() : "";
    }
}
