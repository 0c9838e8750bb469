package dev.leveret.interop.differential.comparison;

import java.util.ArrayList;
import java.util.List;

/** Two texts, line by line: what is in both, and what in one of them, with as much in both as can be. */
final class LineDiff {

    private LineDiff() {}

    /** Lines of both begin with two spaces, those of the first with a minus, those of the second with a plus. */
    static String of(List<String> first, List<String> second) {
        int[][] common = common(first, second);
        List<String> lines = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < first.size() || j < second.size()) {
            if (i < first.size() && j < second.size() && first.get(i).equals(second.get(j))) {
                lines.add("  " + first.get(i++));
                j++;
            } else if (j == second.size() || i < first.size() && common[i + 1][j] >= common[i][j + 1]) {
                lines.add("- " + first.get(i++));
            } else {
                lines.add("+ " + second.get(j++));
            }
        }
        return String.join("\n", lines);
    }

    /** How many lines the rests from i and from j have in common. */
    private static int[][] common(List<String> first, List<String> second) {
        int[][] common = new int[first.size() + 1][second.size() + 1];
        for (int i = first.size() - 1; i >= 0; i--) {
            for (int j = second.size() - 1; j >= 0; j--) {
                common[i][j] = first.get(i).equals(second.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        return common;
    }
}
