package dev.leveret.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Which known name somebody may have meant. */
final class NearestName {

    /** With more typos than one in so many letters, it is another name. */
    private static final int LETTERS_A_TYPO = 3;

    private NearestName() {}

    /** The known name that looks most like another one, of several the first; empty if none is close to it. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(one -> !name.startsWith(one + ".") && distance(one, name) <= typosMax(one, name))
                .min(Comparator.comparingInt(one -> distance(one, name)));
    }

    /** The words that both begin with do not make the others more alike. */
    private static int typosMax(String known, String name) {
        int common = 0;
        for (int i = 0; i < Math.min(known.length(), name.length()) && known.charAt(i) == name.charAt(i); i++) {
            common = name.charAt(i) == '.' ? i + 1 : common;
        }
        return Math.max(1, (name.length() - common) / LETTERS_A_TYPO);
    }

    /** Edits of single characters, and swaps of two neighbours, that make one text the other (optimal string alignment). */
    static int distance(String a, String b) {
        int[][] edits = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                edits[i][j] = i == 0 || j == 0 ? i + j : least(edits, a, b, i, j);
            }
        }
        return edits[a.length()][b.length()];
    }

    private static int least(int[][] edits, String a, String b, int i, int j) {
        int replaced = edits[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int least = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(least, edits[i - 2][j - 2] + 1) : least;
    }
}
