package dev.leveret.server.pattern;

import java.util.BitSet;
import java.util.Optional;

/** Reads a class in brackets, and what else stands for a set of bytes. */
final class ClassReader {

    private final PatternText text;

    ClassReader(PatternText text) {
        this.text = text;
    }

    /** Whether a class with a name begins here, whose bracket is the next character: {@code [:digit:]}. */
    boolean isNamed() {
        char mark = text.peek(1);
        if (text.peek() != '[' || mark != ':' && mark != '.' && mark != '=') {
            return false;
        }
        for (int i = 2; text.peek(i) != PatternText.END; i++) {
            char each = text.peek(i);
            if (each == mark && text.peek(i + 1) == ']') {
                return true;
            }
            if (each == ']' || each == '[' && text.peek(i + 1) == mark) {
                return false;
            }
            if (each == '\\' && (text.peek(i + 1) == ']' || text.peek(i + 1) == '\\')) {
                i++;
            }
        }
        return false;
    }

    /** What is in a class whose opening bracket has been taken, up to and with its end. */
    BitSet read(boolean ignoresCase) {
        boolean isNegated = text.take("^");
        BitSet set = new BitSet(ByteSets.SIZE);
        boolean isFirst = true;
        boolean isQuoted = false;
        while (true) {
            if (text.isOver()) {
                throw text.error("missing terminating ] for character class");
            }
            if (isQuoted ? text.take("\\E") : text.take("\\Q")) {
                isQuoted = !isQuoted;
                continue;
            }
            if (isQuoted) {
                set.or(ByteSets.one(text.next(), ignoresCase));
            } else if (!isFirst && text.take("]")) {
                return isNegated ? ByteSets.allBut(set) : set;
            } else if (!text.take("\\E")) {
                set.or(item(ignoresCase));
            }
            isFirst = false;
        }
    }

    private BitSet item(boolean ignoresCase) {
        if (isNamed()) {
            return named(ignoresCase);
        }
        Optional<BitSet> escaped = escapedSet();
        if (escaped.isPresent()) {
            return escaped.get();
        }
        int first = oneByte();
        if (text.peek() != '-' || text.peek(1) == ']' || text.peek(1) == PatternText.END) {
            return ByteSets.one(first, ignoresCase);
        }
        text.next();
        if (isNamed() || isSet(text.peek(1)) && text.peek() == '\\') {
            throw text.error("invalid range in character class");
        }
        int last = oneByte();
        if (last < first) {
            throw text.error("range out of order in character class");
        }
        return ByteSets.range(first, last, ignoresCase);
    }

    private BitSet named(boolean ignoresCase) {
        text.next();
        char mark = text.next();
        if (mark != ':') {
            throw text.notSupported("a POSIX collating element (such as [.a.])");
        }
        boolean isNegated = text.take("^");
        BitSet set = ByteSets.posix(text.takeUntil(":]"), ignoresCase)
                .orElseThrow(() -> text.error("unknown POSIX class name"));
        return isNegated ? ByteSets.allBut(set) : set;
    }

    private static boolean isSet(char letter) {
        return letter == 'p' || letter == 'P' || ByteSets.escaped(letter).isPresent();
    }

    /** A backslash and a letter that stand for a set, if they come next. */
    Optional<BitSet> escapedSet() {
        char letter = text.peek(1);
        if (text.peek() != '\\' || !isSet(letter)) {
            return Optional.empty();
        }
        text.next();
        text.next();
        return letter == 'p' || letter == 'P' ? Optional.of(property(letter == 'P')) : ByteSets.escaped(letter);
    }

    private BitSet property(boolean isNegated) {
        boolean isOther = isNegated;
        String name;
        if (text.take("{")) {
            isOther ^= text.take("^");
            name = text.takeUntil("}");
        } else {
            name = String.valueOf(text.next());
        }
        BitSet set = category(name);
        return isOther ? ByteSets.allBut(set) : set;
    }

    private BitSet category(String name) {
        if ("Any".equals(name)) {
            return ByteSets.all();
        }
        return Optional.ofNullable(name).flatMap(ByteSets::category)
                .orElseThrow(() -> text.notSupported("\\p or \\P with this name"));
    }

    private int oneByte() {
        char first = text.next();
        if (first != '\\') {
            return first;
        }
        char letter = text.next();
        if (letter == 'b') {
            return '\b';
        }
        if (letter >= '1' && letter <= '7') {
            text.back(1);
            return text.octalByte();
        }
        return text.escapedByte(letter);
    }
}
