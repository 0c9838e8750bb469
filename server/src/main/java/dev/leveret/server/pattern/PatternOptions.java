package dev.leveret.server.pattern;

/** The options i, m, s and x, as they can be set in an expression: {@code (?i)}. */
record PatternOptions(boolean ignoresCase, boolean hasLines, boolean dotIsAll, boolean isSpaced) {

    static final PatternOptions NONE = new PatternOptions(false, false, false, false);

    /** Whether there is one of that letter here. */
    static boolean isKnown(char letter) {
        return "imsx".indexOf(letter) >= 0;
    }

    PatternOptions with(char letter, boolean on) {
        return switch (letter) {
            case 'i' -> new PatternOptions(on, hasLines, dotIsAll, isSpaced);
            case 'm' -> new PatternOptions(ignoresCase, on, dotIsAll, isSpaced);
            case 's' -> new PatternOptions(ignoresCase, hasLines, on, isSpaced);
            default -> new PatternOptions(ignoresCase, hasLines, dotIsAll, on);
        };
    }
}
