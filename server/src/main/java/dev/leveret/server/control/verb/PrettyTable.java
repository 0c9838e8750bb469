package dev.leveret.server.control.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A table with lines around its cells. */
final class PrettyTable {

    private PrettyTable() {}

    static String of(List<String> columns, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            widths.add(Math.max(
                    columns.get(i).length(),
                    rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)));
        }
        List<String> lines = new ArrayList<>();
        lines.add(rule(widths, "┌", "┬", "┐"));
        lines.add(row(widths, columns));
        for (List<String> row : rows) {
            lines.add(rule(widths, "├", "┼", "┤"));
            lines.add(row(widths, row));
        }
        lines.add(rule(widths, "└", "┴", "┘"));
        return String.join("\n", lines);
    }

    private static String rule(List<Integer> widths, String left, String middle, String right) {
        return widths.stream().map(width -> "─".repeat(width + 2)).collect(Collectors.joining(middle, left, right));
    }

    private static String row(List<Integer> widths, List<String> cells) {
        StringBuilder line = new StringBuilder("│");
        for (int i = 0; i < cells.size(); i++) {
            line.append(' ').append(cells.get(i)).append(" ".repeat(widths.get(i) - cells.get(i).length())).append(" │");
        }
        return line.toString();
    }
}
