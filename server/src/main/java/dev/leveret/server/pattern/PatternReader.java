package dev.leveret.server.pattern;

import dev.leveret.server.pattern.Node.Atomic;
import dev.leveret.server.pattern.Node.BackReference;
import dev.leveret.server.pattern.Node.Choice;
import dev.leveret.server.pattern.Node.OneOf;
import dev.leveret.server.pattern.Node.Sequence;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Reads PCRE's syntax. What is not supported is refused and never taken for something else. Source: pcrepattern(3), version 8. */
final class PatternReader {

    private static final int LENGTH_MAX = 65_535;
    private static final int COUNT_MAX = 65_535;
    private static final int DECIMAL = 10;
    private static final int OCTAL = 8;

    private final PatternText text;
    private final ClassReader classes;
    private final GroupReader groups;

    private PatternOptions options = PatternOptions.NONE;
    private boolean isQuoted;

    PatternReader(String expression) {
        this.text = new PatternText(expression);
        this.classes = new ClassReader(text);
        this.groups = new GroupReader(text, this);
    }

    /** Throws PatternSyntaxException with one line. */
    Node read() {
        if (text.length() > LENGTH_MAX) {
            throw text.error("regular expression is too large");
        }
        Node root = choice(branches());
        if (!text.isOver()) {
            throw text.error("unmatched parentheses");
        }
        groups.checkReferences();
        return root;
    }

    /** How many groups remember what they have found. */
    int groupCount() {
        return groups.count();
    }

    PatternOptions options() {
        return options;
    }

    void setOptions(PatternOptions changed) {
        options = changed;
    }

    static Node choice(List<Node> branches) {
        return branches.size() == 1 ? branches.getFirst() : new Choice(branches);
    }

    /** What stands between the bars, up to a closing parenthesis or the end, which stays. */
    List<Node> branches() {
        List<Node> branches = new ArrayList<>(List.of(sequence()));
        while (text.take("|")) {
            branches.add(sequence());
        }
        return branches;
    }

    private Node sequence() {
        List<Node> parts = new ArrayList<>();
        boolean isRepeatable = false;
        while (!text.isOver() && (isQuoted || text.peek() != '|' && text.peek() != ')')) {
            if (isPassedOver()) {
                continue;
            }
            if (!isQuoted && isQuantifier()) {
                if (!isRepeatable) {
                    throw text.error("nothing to repeat");
                }
                parts.add(repeated(parts.removeLast()));
                isRepeatable = false;
                continue;
            }
            Node part = isQuoted ? literal(text.next()) : part();
            // What only sets options is nothing, and places can't be repeated.
            isRepeatable = part != null && !(part instanceof Edge);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(List.copyOf(parts));
    }

    /** What means nothing by itself: marks of quotation, comments, blanks under option x. */
    private boolean isPassedOver() {
        if (isQuoted) {
            isQuoted = !text.take("\\E");
            return !isQuoted;
        }
        if (text.take("\\Q")) {
            isQuoted = true;
            return true;
        }
        if (text.take("\\E")) {
            return true;
        }
        if (text.take("(?#")) {
            if (text.takeUntil(")") == null) {
                throw text.error("missing ) after comment");
            }
            return true;
        }
        return options.isSpaced() && isBlank();
    }

    private boolean isBlank() {
        if (text.take("#")) {
            while (!text.isOver() && text.next() != '\n') {
                // up to the end of the line
            }
            return true;
        }
        if (" \t\n\u000b\f\r".indexOf(text.peek()) >= 0) {
            text.next();
            return true;
        }
        return false;
    }

    private boolean isQuantifier() {
        return switch (text.peek()) {
            case '*', '+', '?' -> true;
            case '{' -> isCounted();
            default -> false;
        };
    }

    /** A brace that is not of the form {n}, {n,} or {n,m} is itself. */
    private boolean isCounted() {
        int ahead = digitsEnd(1);
        if (ahead == 1) {
            return false;
        }
        if (text.peek(ahead) == ',') {
            ahead = digitsEnd(ahead + 1);
        }
        return text.peek(ahead) == '}';
    }

    private int digitsEnd(int from) {
        int ahead = from;
        while (text.peek(ahead) >= '0' && text.peek(ahead) <= '9') {
            ahead++;
        }
        return ahead;
    }

    private Node repeated(Node body) {
        int min = 0;
        int max = Integer.MAX_VALUE;
        switch (text.next()) {
            case '*' -> {}
            case '+' -> min = 1;
            case '?' -> max = 1;
            default -> {
                min = count();
                if (!text.take(",")) {
                    max = min;
                } else if (text.peek() != '}') {
                    max = count();
                }
                text.next();
            }
        }
        if (max < min) {
            throw text.error("numbers out of order in {} quantifier");
        }
        boolean isLazy = text.take("?");
        Node repeat = new Repeat(body, min, max, isLazy);
        return !isLazy && text.take("+") ? new Atomic(repeat) : repeat;
    }

    private int count() {
        int count = 0;
        for (char digit : text.takeDigits(DECIMAL, LENGTH_MAX).toCharArray()) {
            count = DECIMAL * count + digit - '0';
            if (count > COUNT_MAX) {
                throw text.error("number too big in {} quantifier");
            }
        }
        return count;
    }

    private OneOf literal(int value) {
        return new OneOf(ByteSets.one(value, options.ignoresCase()));
    }

    private Node part() {
        if (classes.isNamed()) {
            throw text.error("POSIX named classes are supported only within a class");
        }
        var set = classes.escapedSet();
        if (set.isPresent()) {
            return new OneOf(set.get());
        }
        char first = text.next();
        return switch (first) {
            case '^' -> options.hasLines() ? Edge.LINE_START : Edge.TEXT_START;
            case '$' -> options.hasLines() ? Edge.LINE_END : Edge.LAST_LINE_END;
            case '.' -> new OneOf(options.dotIsAll() ? ByteSets.all() : notNewLine());
            case '[' -> new OneOf(classes.read(options.ignoresCase()));
            case '(' -> groups.read();
            case '\\' -> escaped(text.next());
            default -> literal(first);
        };
    }

    private static BitSet notNewLine() {
        return ByteSets.allBut(ByteSets.one('\n', false));
    }

    private Node escaped(char letter) {
        return switch (letter) {
            case 'A', 'G' -> Edge.TEXT_START;
            case 'z' -> Edge.TEXT_END;
            case 'Z' -> Edge.LAST_LINE_END;
            case 'b' -> Edge.WORD;
            case 'B' -> Edge.NO_WORD;
            case 'C' -> new OneOf(ByteSets.all());
            case 'K' -> null; // where a match begins does not matter
            case 'N' -> notName();
            case 'R' -> lineBreak();
            case 'X' -> throw text.notSupported("\\X");
            case 'g', 'k' -> groups.reference(letter);
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> numbered();
            default -> literal(text.escapedByte(letter));
        };
    }

    private Node notName() {
        if (text.peek() == '{' && !isCounted()) {
            throw text.notSupported("\\N{name}");
        }
        return new OneOf(notNewLine());
    }

    private static Node lineBreak() {
        Node pair = new Sequence(List.of(
                new OneOf(ByteSets.one('\r', false)), new OneOf(ByteSets.one('\n', false))));
        BitSet single = ByteSets.range('\n', '\r', false);
        single.set('\u0085');
        return new Atomic(new Choice(List.of(pair, new OneOf(single))));
    }

    /** A reference to a group; or an octal number or the digit itself, if there are not so many groups and it is no octal digit alone. */
    private Node numbered() {
        text.back(1);
        String digits = text.takeDigits(DECIMAL, LENGTH_MAX);
        int number = digits.length() > 5 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (number < OCTAL || number <= groups.count()) {
            return groups.referenceTo(number);
        }
        text.back(digits.length());
        return literal(text.peek() >= '8' ? text.next() : text.octalByte());
    }

    BackReference backReference(int number) {
        return new BackReference(number, options.ignoresCase());
    }
}
