package dev.leveret.server.pattern;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A regular expression over names, as of a policy or a permission. It means what it means to PCRE, which RabbitMQ has it looked up by:
 * name and expression are bytes of UTF-8. {@link java.util.regex} reads a good deal of PCRE's syntax differently without a word, and
 * can't be bounded: there are expressions that would take years for a name of fifty letters, and names come from clients.
 * Here every step counts, whether it reads a byte or not, and there is an end to them; like PCRE's, a look that is given up has found
 * nothing. Immutable.
 */
public final class BoundedPattern {

    private static final Logger LOG = LoggerFactory.getLogger(BoundedPattern.class);
    private static final Node NOTHING = new Node.Choice(List.of());

    /** Some milliseconds. */
    private static final int STEPS_MAX = 500_000;

    private final Node root;
    private final int groupCount;

    private BoundedPattern(Node root, int groupCount) {
        this.root = root;
        this.groupCount = groupCount;
    }

    /** @throws PatternSyntaxException if it is none, or has what is not supported (docs/DEVIATIONS.md) */
    public static BoundedPattern of(String expression) {
        PatternReader reader = new PatternReader(expression);
        Node root = reader.read();
        return new BoundedPattern(root, reader.groupCount());
    }

    /** One that has been accepted before, perhaps by an earlier release: what can't be read any more is found in no name. */
    public static BoundedPattern kept(String expression) {
        try {
            return of(expression);
        } catch (PatternSyntaxException e) {
            LOG.warn("'{}', as a permission or policy has it, is no regular expression: {}", expression, e.getDescription());
            return new BoundedPattern(NOTHING, 0);
        }
    }

    /** Whether the name, or a part of it, is of this form. False if that can't be told within reason. */
    public boolean isIn(CharSequence name) {
        return isIn(name.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The same of a text in UTF-8. */
    public boolean isIn(byte[] text) {
        Look look = new Look(text, groupCount, STEPS_MAX);
        try {
            for (int start = 0; start <= text.length; start++) {
                look.step(1);
                if (root.match(look, start, end -> true)) {
                    return true;
                }
            }
            return false;
        } catch (Look.TooManySteps | StackOverflowError givenUp) {
            return false;
        }
    }
}
