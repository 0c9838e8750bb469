package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.Escapes;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Lists in the formats of rabbitmqadmin. */
final class AdminOutput {

    /** They come first, in this order, where the columns are not asked for. */
    private static final List<String> PROMOTED =
            List.of("vhost", "name", "type", "source", "destination", "destination_type", "routing_key");

    private static final String RULE = "\n" + "-".repeat(80) + "\n";

    private final AdminWords words;
    private final String format;
    private final int depth;

    AdminOutput(AdminWords words) throws RequestException {
        this.words = words;
        this.format = words.option("format", "table");
        String text = words.option("depth", "1");
        if (!text.matches("\\d{1,4}")) {
            throw AdminUsage.misuse("--depth needs a number: " + text);
        }
        this.depth = Integer.parseInt(text);
    }

    /** Whether a list has its usual columns rather than all. */
    boolean isBrief() {
        return depth == 1 && !format.contains("json");
    }

    /**
     * Prints a list.
     *
     * @param columns that are wanted; all if there are none
     */
    String list(List<JsonValue.Members> items, List<String> columns) throws RequestException {
        List<JsonValue.Members> sorted = sorted(items);
        return switch (format) {
            case "raw_json" -> JsonWriter.write(new JsonValue.Elements(List.copyOf(only(sorted, columns))));
            case "pretty_json" -> pretty(new JsonValue.Elements(List.copyOf(only(sorted, columns))), "");
            case "tsv", "long", "table", "kvp", "bash" -> flat(sorted, columns);
            default -> throw AdminUsage.misuse("Format " + format + " not recognised");
        };
    }

    private List<JsonValue.Members> sorted(List<JsonValue.Members> items) {
        if (!words.has("sort")) {
            return items;
        }
        Comparator<JsonValue.Members> order = Comparator.comparing(
                (JsonValue.Members item) -> flattened(item, Integer.MAX_VALUE).get(words.option("sort", "")),
                Comparator.nullsFirst(AdminOutput::compare));
        return items.stream().sorted(words.has("sort-reverse") ? order.reversed() : order).toList();
    }

    private static int compare(JsonValue left, JsonValue right) {
        return left instanceof JsonValue.Whole one && right instanceof JsonValue.Whole two
                ? Long.compare(one.value(), two.value())
                : cell(left).compareTo(cell(right));
    }

    private static List<JsonValue.Members> only(List<JsonValue.Members> items, List<String> columns) {
        if (columns.isEmpty()) {
            return items;
        }
        return items.stream().map(item -> {
            JsonValue.Builder object = JsonValue.object();
            item.members().forEach((name, value) -> {
                if (columns.contains(name)) {
                    object.put(name, value);
                }
            });
            return object.build();
        }).toList();
    }

    private String flat(List<JsonValue.Members> items, List<String> asked) {
        int levels = asked.isEmpty() ? depth : Integer.MAX_VALUE;
        List<Map<String, JsonValue>> flattened = items.stream().map(item -> flattened(item, levels)).toList();
        List<String> columns = asked.isEmpty() ? columns(flattened) : asked;
        List<List<String>> rows = flattened.stream()
                .map(item -> columns.stream().map(column -> cell(item.get(column))).toList())
                .toList();
        if (rows.isEmpty()) {
            return words.isVerbose() ? "No items" : "";
        }
        return switch (format) {
            case "tsv" -> tsv(columns, rows);
            case "long" -> longList(columns, rows);
            case "kvp" -> kvp(columns, rows);
            case "bash" -> bash(columns, rows);
            default -> table(columns, rows);
        };
    }

    private static List<String> columns(List<Map<String, JsonValue>> items) {
        TreeSet<String> names = new TreeSet<>(Comparator
                .comparingInt((String name) -> PROMOTED.contains(name) ? PROMOTED.indexOf(name) : PROMOTED.size())
                .thenComparing(Comparator.naturalOrder()));
        items.forEach(item -> names.addAll(item.keySet()));
        return List.copyOf(names);
    }

    /** What objects within have, under names with dots; what is deeper than so many levels is left out. */
    private static Map<String, JsonValue> flattened(JsonValue.Members item, int levels) {
        Map<String, JsonValue> into = new LinkedHashMap<>();
        flatten("", item, levels, into);
        return into;
    }

    private static void flatten(String prefix, JsonValue.Members item, int levels, Map<String, JsonValue> into) {
        item.members().forEach((name, value) -> {
            // What operators have written as JSON is shown as that.
            boolean isWhole = name.equals("definition") || name.equals("value");
            if (value instanceof JsonValue.Members inner && !isWhole) {
                if (levels > 1) {
                    flatten(prefix + name + ".", inner, levels - 1, into);
                }
            } else {
                into.put(prefix + name, value);
            }
        });
    }

    /** As Python prints it, which the original is written in; but nothing in it may look like the end of its cell or line. */
    private static String cell(JsonValue value) {
        return switch (value) {
            case null -> "";
            case JsonValue.Null none -> "";
            case JsonValue.Text text -> Escapes.of(text.value());
            case JsonValue.Whole whole -> Long.toString(whole.value());
            case JsonValue.Bool bool -> bool.value() ? "True" : "False";
            case JsonValue.Elements list when list.elements().stream().allMatch(JsonValue.Text.class::isInstance) ->
                list.elements().stream().map(AdminOutput::cell).collect(Collectors.joining(" "));
            default -> JsonWriter.write(value);
        };
    }

    private String tsv(List<String> columns, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        if (words.isVerbose()) {
            lines.add(String.join("\t", columns));
        }
        rows.forEach(row -> lines.add(String.join("\t", row)));
        return String.join("\n", lines);
    }

    private static String longList(List<String> columns, List<List<String>> rows) {
        int width = columns.stream().mapToInt(String::length).max().orElse(0);
        StringBuilder text = new StringBuilder(RULE).append('\n');
        for (List<String> row : rows) {
            for (int i = 0; i < columns.size(); i++) {
                text.append(" ".repeat(width - columns.get(i).length())).append(columns.get(i)).append(": ")
                        .append(row.get(i)).append('\n');
            }
            text.append(RULE).append('\n');
        }
        return text.substring(0, text.length() - 1);
    }

    private static String kvp(List<String> columns, List<List<String>> rows) {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            List<String> pairs = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                pairs.add(columns.get(i) + "=\"" + row.get(i) + "\"");
            }
            lines.add(String.join(" ", pairs));
        }
        return String.join("\n", lines);
    }

    private static String bash(List<String> columns, List<List<String>> rows) {
        int name = columns.indexOf("name");
        return name < 0 ? "" : rows.stream().map(row -> row.get(name)).collect(Collectors.joining(" "));
    }

    private static String table(List<String> columns, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            widths.add(Math.max(
                    columns.get(i).length(), rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)));
        }
        String bar = widths.stream().map(width -> "-".repeat(width + 2)).collect(Collectors.joining("+", "+", "+"));
        List<String> lines = new ArrayList<>(List.of(bar, row(widths, columns, true), bar));
        rows.forEach(row -> lines.add(row(widths, row, false)));
        lines.add(bar);
        return String.join("\n", lines);
    }

    private static String row(List<Integer> widths, List<String> cells, boolean isCentred) {
        StringBuilder line = new StringBuilder("|");
        for (int i = 0; i < cells.size(); i++) {
            int room = widths.get(i) - cells.get(i).length();
            int left = isCentred ? room / 2 : 0;
            line.append(' ').append(" ".repeat(left)).append(cells.get(i)).append(" ".repeat(room - left)).append(" |");
        }
        return line.toString();
    }

    private static String pretty(JsonValue value, String indent) {
        String inner = indent + "  ";
        return switch (value) {
            case JsonValue.Members members when !members.members().isEmpty() ->
                new TreeMap<>(members.members()).entrySet().stream()
                        .map(each -> inner + JsonWriter.write(new JsonValue.Text(each.getKey())) + ": "
                                + pretty(each.getValue(), inner))
                        .collect(Collectors.joining(",\n", "{\n", "\n" + indent + "}"));
            case JsonValue.Elements list when !list.elements().isEmpty() -> list.elements().stream()
                    .map(each -> inner + pretty(each, inner))
                    .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
            default -> JsonWriter.write(value);
        };
    }
}
