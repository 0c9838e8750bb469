package dev.leveret.server.auth;

import dev.leveret.server.pattern.BoundedPattern;
import java.util.HashMap;
import java.util.Map;

/** The names that a permission is for, as a regular expression that has to be found in them. Keeps its last answers. */
final class NamePattern {

    private static final String EVERYTHING = ".*";

    /** Answers that are kept. */
    private static final int KEPT_MAX = 256;

    private final String expression;
    private final BoundedPattern pattern;
    private final Map<String, Boolean> answers = new HashMap<>();

    private NamePattern(String expression) {
        this.expression = expression;
        // An empty expression is for nothing, not for everything.
        this.pattern = BoundedPattern.kept(expression.isEmpty() ? "^$" : expression);
    }

    static NamePattern of(String expression) {
        return new NamePattern(expression);
    }

    boolean isEverything() {
        return expression.equals(EVERYTHING);
    }

    boolean covers(String name) {
        Boolean known = answers.get(name);
        if (known != null) {
            return known;
        }
        if (answers.size() >= KEPT_MAX) {
            answers.clear();
        }
        boolean covers = pattern.isIn(name);
        answers.put(name, covers);
        return covers;
    }
}
