package dev.leveret.interop.differential.comparison;

import java.util.ArrayList;
import java.util.List;

/**
 * What Leveret does where it differs on purpose.
 *
 * @param deviations first columns of the rows of docs/DEVIATIONS.md that justify it
 * @param lines the whole transcript
 */
record ExpectedDifference(List<String> deviations, List<String> lines) {

    private static final String LABEL = "deviation: ";

    /** Reads the lines of a file. */
    static ExpectedDifference parse(List<String> file) {
        List<String> deviations = new ArrayList<>();
        while (file.size() > deviations.size() && file.get(deviations.size()).startsWith(LABEL)) {
            deviations.add(file.get(deviations.size()).substring(LABEL.length()));
        }
        return new ExpectedDifference(deviations, List.copyOf(file.subList(deviations.size(), file.size())));
    }

    /** The lines of its file. */
    List<String> file() {
        List<String> file = new ArrayList<>();
        deviations.forEach(deviation -> file.add(LABEL + deviation));
        file.addAll(lines);
        return file;
    }
}
