package dev.leveret.server.control.verb;

import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a command prints, as its options want it: a table with tabs, or without its headers, JSON or CSV. */
public final class Output {

    private static final Set<String> ARGUMENT_TYPES = Set.of(
            "longstr", "bool", "byte", "unsignedbyte", "short", "unsignedshort", "signedint", "unsignedint", "long", "float",
            "double", "decimal", "timestamp", "table", "array", "void", "binary");

    private final CommandWords words;
    private final StringBuilder text = new StringBuilder();

    public Output(CommandWords words) {
        this.words = words;
    }

    /** What is being done: left out if it is to be quiet, or if a program reads it. */
    void tell(String line) {
        if (words.isTold()) {
            add(line);
        }
    }

    /** What came of a check: left out only if it is to be silent. */
    void result(String line) {
        if (words.isJson()) {
            add(JsonWriter.write(JsonValue.object().put("result", "ok").put("message", line).build()));
        } else if (!words.isSilent()) {
            add(line);
        }
    }

    /** What was asked for. */
    void line(String line) {
        add(words.isJson() ? JsonWriter.write(JsonValue.object().put("message", line).build()) : line);
    }

    /** One thing with many sides: lines for people, an object for programs. */
    void report(List<String> lines, JsonValue json) {
        add(words.isJson() ? JsonWriter.write(json) : String.join("\n", lines));
    }

    /**
     * A list of things.
     *
     * @param rows as many values each as there are columns
     */
    void table(List<String> columns, List<List<JsonValue>> rows) {
        switch (words.option("formatter", "table")) {
            case "json" -> add(json(columns, rows));
            case "json_stream" -> rows.forEach(row -> add(object(columns, row)));
            case "csv" -> csv(columns, rows);
            case "pretty_table" -> {
                if (!rows.isEmpty()) {
                    add(PrettyTable.of(columns, rows.stream().map(Output::cells).toList()));
                }
            }
            default -> tabbed(columns, rows);
        }
    }

    /** The same for a list that people read in a frame unless they want something else. */
    void prettyTable(List<String> columns, List<List<JsonValue>> rows) {
        if (words.has("formatter")) {
            table(columns, rows);
        } else {
            add(PrettyTable.of(columns, rows.stream().map(Output::cells).toList()));
        }
    }

    private void tabbed(List<String> columns, List<List<JsonValue>> rows) {
        if (words.hasHeaders() && !rows.isEmpty()) {
            add(String.join("\t", columns));
        }
        rows.forEach(row -> add(String.join("\t", cells(row))));
    }

    private static String json(List<String> columns, List<List<JsonValue>> rows) {
        return rows.stream().map(row -> object(columns, row)).collect(Collectors.joining("\n,", "[" + (rows.isEmpty() ? "" : "\n"), "\n]"));
    }

    private static String object(List<String> columns, List<JsonValue> row) {
        JsonValue.Builder object = JsonValue.object();
        for (int i = 0; i < columns.size(); i++) {
            object.put(columns.get(i), row.get(i));
        }
        return JsonWriter.write(object.build());
    }

    private void csv(List<String> columns, List<List<JsonValue>> rows) {
        if (words.hasHeaders() && !rows.isEmpty()) {
            add(columns.stream().map(Output::quoted).collect(Collectors.joining(",")));
        }
        rows.forEach(row -> add(cells(row).stream().map(Output::quoted).collect(Collectors.joining(","))));
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\"\"") + "\"";
    }

    private static List<String> cells(List<JsonValue> row) {
        return row.stream().map(Output::cell).toList();
    }

    /** One value for people. Nothing in it may look like the end of its cell or of its line. */
    private static String cell(JsonValue value) {
        return switch (value) {
            case JsonValue.Text text -> Escapes.of(text.value());
            case JsonValue.Null none -> "";
            case JsonValue.Whole whole -> Long.toString(whole.value());
            case JsonValue.Elements list when isArgument(list) ->
                "{" + nested(list.elements().getFirst()) + "," + nested(list.elements().getLast()) + "}";
            case JsonValue.Elements list when list.elements().stream().allMatch(Output::isArgument) ->
                list.elements().stream().map(Output::cell).collect(Collectors.joining(",", "[", "]"));
            case JsonValue.Elements list ->
                list.elements().stream().map(Output::cell).collect(Collectors.joining(", ", "[", "]"));
            case JsonValue.Members members -> members.members().entrySet().stream()
                    .map(member -> "{" + Escapes.quoted(member.getKey()) + "," + nested(member.getValue()) + "}")
                    .collect(Collectors.joining(",", "[", "]"));
            default -> JsonWriter.write(value);
        };
    }

    /** Of {@link ArgumentCells#of}: people are not told the type. */
    private static boolean isArgument(JsonValue value) {
        return value instanceof JsonValue.Elements triple
                && triple.elements().size() == 3
                && triple.elements().getFirst() instanceof JsonValue.Text
                && triple.elements().get(1) instanceof JsonValue.Text type
                && ARGUMENT_TYPES.contains(type.value());
    }

    /** A value within another one, which looks like a term of Erlang. */
    private static String nested(JsonValue value) {
        return switch (value) {
            case JsonValue.Text text -> Escapes.quoted(text.value());
            case JsonValue.Null none -> "undefined";
            case JsonValue.Elements list ->
                list.elements().stream().map(Output::nested).collect(Collectors.joining(",", "[", "]"));
            default -> cell(value);
        };
    }

    private void add(String lines) {
        if (!text.isEmpty()) {
            text.append('\n');
        }
        text.append(lines);
    }

    /** All of it, without a line feed at the end. */
    public String text() {
        return text.toString();
    }
}
