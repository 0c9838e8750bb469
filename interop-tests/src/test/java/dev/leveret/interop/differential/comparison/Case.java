package dev.leveret.interop.differential.comparison;

import dev.leveret.interop.differential.Scenario;
import java.util.Arrays;
import java.util.List;

/** One scenario in its chapter. */
record Case(Chapter chapter, Scenario scenario) {

    /** All of them whose name, chapter included, contains this. */
    static List<Case> containing(String text) {
        return Arrays.stream(Chapter.values())
                .flatMap(chapter -> chapter.scenarios().stream().map(scenario -> new Case(chapter, scenario)))
                .filter(one -> one.toString().contains(text))
                .toList();
    }

    @Override
    public String toString() {
        return chapter.folder() + "/" + scenario.fileName();
    }
}
