package dev.leveret.server.pattern;

import dev.leveret.server.pattern.Node.Atomic;
import dev.leveret.server.pattern.Node.Choice;
import dev.leveret.server.pattern.Node.Group;
import dev.leveret.server.pattern.Node.LookAround;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what begins with a parenthesis, and references to it. */
final class GroupReader {

    /** More could overflow the stack. */
    private static final int DEPTH_MAX = 250;

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,31}");
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,5}");

    private final PatternText text;
    private final PatternReader reader;
    private final Map<String, Integer> names = new HashMap<>();

    /** Groups that are referred to, perhaps before they come. */
    private final List<Integer> referred = new ArrayList<>();

    private int count;
    private int depth;

    GroupReader(PatternText text, PatternReader reader) {
        this.text = text;
        this.reader = reader;
    }

    /** How many groups with a number there have been. */
    int count() {
        return count;
    }

    void checkReferences() {
        if (referred.stream().anyMatch(number -> number > count)) {
            throw text.error("reference to non-existent subpattern");
        }
    }

    /** What begins with a parenthesis that has been taken; null if it is nothing but options. */
    Node read() {
        if (text.peek() == '*') {
            throw text.notSupported("a verb (*...)");
        }
        if (!text.take("?")) {
            return numbered();
        }
        if (text.take(":")) {
            return unnumbered();
        }
        if (text.take(">")) {
            return new Atomic(PatternReader.choice(branches()));
        }
        if (text.take("=")) {
            return ahead(true);
        }
        if (text.take("!")) {
            return ahead(false);
        }
        if (text.take("<=")) {
            return behind(true);
        }
        if (text.take("<!")) {
            return behind(false);
        }
        if (text.take("P=")) {
            return named(text.takeUntil(")"));
        }
        if (text.take("P<") || text.take("<")) {
            return withName(text.takeUntil(">"));
        }
        if (text.take("'")) {
            return withName(text.takeUntil("'"));
        }
        return optionsOrUnknown();
    }

    private Node optionsOrUnknown() {
        char first = text.peek();
        char second = text.peek(1);
        boolean isCall = first == 'R' || first == '&' || first == 'P' && second == '>' || isDigit(first)
                || (first == '+' || first == '-') && isDigit(second);
        if (isCall) {
            throw text.notSupported("recursion");
        }
        return switch (first) {
            case '|' -> throw text.notSupported("(?|...)");
            case '(' -> throw text.notSupported("a condition (?(...)...)");
            case 'C' -> throw text.notSupported("a callout (?C)");
            case 'J', 'U', 'X' -> throw text.notSupported("option " + first);
            default -> options();
        };
    }

    private static boolean isDigit(char letter) {
        return letter >= '0' && letter <= '9';
    }

    private Node options() {
        PatternOptions before = reader.options();
        PatternOptions changed = before;
        boolean on = true;
        while (true) {
            char letter = text.next();
            if (letter == ')') {
                reader.setOptions(changed); // up to the end of the group that this stands in
                return null;
            }
            if (letter == ':') {
                reader.setOptions(changed);
                Node group = unnumbered();
                reader.setOptions(before);
                return group;
            }
            if (letter == '-') {
                on = false;
            } else if (PatternOptions.isKnown(letter)) {
                changed = changed.with(letter, on);
            } else {
                throw text.error("unrecognized character after (? or (?-");
            }
        }
    }

    private Node numbered() {
        int number = ++count;
        return new Group(number, PatternReader.choice(branches()));
    }

    /** Something else than its body, since it can be repeated even if that is a place. */
    private Node unnumbered() {
        return new Choice(branches());
    }

    private Node withName(String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw text.error("no name of a subpattern");
        }
        if (names.putIfAbsent(name, count + 1) != null) {
            throw text.error("two named subpatterns have the same name");
        }
        return numbered();
    }

    /** The branches of the group, and its end. Options that are set in it end with it. */
    private List<Node> branches() {
        if (++depth > DEPTH_MAX) {
            throw text.error("parentheses are too deeply nested");
        }
        PatternOptions outside = reader.options();
        List<Node> branches = reader.branches();
        if (!text.take(")")) {
            throw text.error("missing )");
        }
        reader.setOptions(outside);
        depth--;
        return branches;
    }

    private Node ahead(boolean isWanted) {
        Node body = PatternReader.choice(branches());
        return new LookAround(List.of(new LookAround.Branch(body, LookAround.Branch.AHEAD)), isWanted);
    }

    private Node behind(boolean isWanted) {
        List<LookAround.Branch> fixed = new ArrayList<>();
        for (Node branch : branches()) {
            int width = branch.width();
            if (width == Node.VARIES) {
                throw text.error("lookbehind assertion is not fixed length");
            }
            fixed.add(new LookAround.Branch(branch, width));
        }
        return new LookAround(fixed, isWanted);
    }

    /** What a backslash, this letter and a number or a name refer to. */
    Node reference(char letter) {
        if (text.peek() == '<' || text.peek() == '\'') {
            if (letter == 'g') {
                throw text.notSupported("recursion");
            }
            return named(text.takeUntil(text.next() == '<' ? ">" : "'"));
        }
        if (text.take("{")) {
            String name = text.takeUntil("}");
            return letter == 'g' && name != null && NUMBER.matcher(name).matches()
                    ? relative(Integer.parseInt(name))
                    : named(name);
        }
        if (letter == 'k') {
            throw text.error("\\k is not followed by a name");
        }
        int sign = text.take("-") ? -1 : 1;
        String digits = text.takeDigits(10, 5);
        if (digits.isEmpty()) {
            throw text.error("a numbered reference must not be zero");
        }
        return relative(sign * Integer.parseInt(digits));
    }

    private Node relative(int number) {
        int absolute = number < 0 ? count + 1 + number : number;
        if (absolute < 1) {
            throw text.error("reference to non-existent subpattern");
        }
        return referenceTo(absolute);
    }

    Node referenceTo(int number) {
        referred.add(number);
        return reader.backReference(number);
    }

    private Node named(String name) {
        Integer number = name == null ? null : names.get(name);
        if (number == null) {
            throw text.error("reference to non-existent subpattern");
        }
        return referenceTo(number);
    }
}
