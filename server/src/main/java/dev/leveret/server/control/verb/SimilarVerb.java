package dev.leveret.server.control.verb;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The verb that somebody may have meant. Measured on 3.10.8, whose suggestions follow the similarity of Jaro. */
final class SimilarVerb {

    /** With less it is not worth a word; 3.10.8 suggests at 0.78 and is silent at 0.65. */
    private static final double SIMILARITY_MIN = 0.7;

    private SimilarVerb() {}

    /** The most similar of several; the first in the alphabet if they are equally so. */
    static Optional<String> of(String typed, Collection<String> verbs) {
        return verbs.stream()
                .sorted()
                .max(Comparator.comparingDouble((String verb) -> similarity(typed, verb))
                        .thenComparing(Comparator.reverseOrder()))
                .filter(verb -> similarity(typed, verb) >= SIMILARITY_MIN);
    }

    /** From 0, nothing in common, to 1, the same. */
    static double similarity(String left, String right) {
        int reach = Math.max(0, Math.max(left.length(), right.length()) / 2 - 1);
        boolean[] isTaken = new boolean[right.length()];
        StringBuilder common = new StringBuilder();
        for (int i = 0; i < left.length(); i++) {
            for (int j = Math.max(0, i - reach); j < Math.min(right.length(), i + reach + 1); j++) {
                if (!isTaken[j] && left.charAt(i) == right.charAt(j)) {
                    isTaken[j] = true;
                    common.append(left.charAt(i));
                    break;
                }
            }
        }
        int count = common.length();
        return count == 0
                ? 0
                : ((double) count / left.length() + (double) count / right.length()
                        + (count - misplaced(common, right, isTaken) / 2.0) / count) / 3;
    }

    /** How many of the common characters are in another order. */
    private static int misplaced(CharSequence common, String right, boolean[] isTaken) {
        int misplaced = 0;
        int next = 0;
        for (int j = 0; j < right.length(); j++) {
            if (isTaken[j] && common.charAt(next++) != right.charAt(j)) {
                misplaced++;
            }
        }
        return misplaced;
    }
}
