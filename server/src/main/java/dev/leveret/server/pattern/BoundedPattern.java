package dev.leveret.server.pattern;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression over names, as of a policy or a permission: {@link Pattern}'s, which has what RabbitMQ's PCRE has, with a limit
 * on what one look costs. There are expressions that would take years for a name of fifty letters, and names come
 * from clients. Like PCRE's, a look that is given up has found nothing. Immutable.
 */
public final class BoundedPattern {

    /** Looks at single characters; some milliseconds. */
    private static final int STEPS_MAX = 500_000;

    private final Pattern pattern;

    private BoundedPattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws PatternSyntaxException if it is none, or nested without an end */
    public static BoundedPattern of(String expression) {
        return new BoundedPattern(Pattern.compile(expression));
    }

    /** Whether the name, or a part of it, is of this form. False if that can't be told within reason. */
    public boolean isIn(CharSequence name) {
        try {
            return pattern.matcher(new Counted(name, new int[] {STEPS_MAX})).find();
        } catch (TooManySteps | StackOverflowError givenUp) {
            return false;
        }
    }

    /** A text that is read so often at most. */
    private record Counted(CharSequence text, int[] left) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (--left[0] < 0) {
                throw TooManySteps.NOW;
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text.subSequence(start, end), left);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }

    private static final class TooManySteps extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private static final TooManySteps NOW = new TooManySteps();

        private TooManySteps() {
            super("too many steps", null, false, false);
        }
    }
}
