package dev.leveret.server.config;

import java.util.Collection;
import java.util.Comparator;

/** Which known name somebody may have meant. */
final class NearestName {

    private NearestName() {}

    /** The known name that looks most like another one; of several the first. */
    static String of(String name, Collection<String> known) {
        return known.stream().min(Comparator.comparingInt(one -> distance(one, name))).orElseThrow();
    }

    /** Edits of single characters that make one text the other (Levenshtein). */
    static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[b.length()];
    }
}
