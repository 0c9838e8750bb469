package dev.leveret.server.pattern;

import java.util.BitSet;
import java.util.Optional;

/** Sets of bytes that have a letter or a name, as Erlang's PCRE has them: a byte is a character of Latin 1. Measured with 3.10.8. */
final class ByteSets {

    static final int SIZE = 256;

    private static final BitSet LOWER = of("az", "\u00aa\u00aa", "\u00b5\u00b5", "\u00ba\u00ba", "\u00df\u00f6", "\u00f8\u00ff");
    private static final BitSet UPPER = of("AZ", "\u00c0\u00d6", "\u00d8\u00de");
    private static final BitSet ALPHA = both(LOWER, UPPER);
    private static final BitSet DIGIT = of("09");
    private static final BitSet SPACE = of("\t\r", "  ");
    private static final BitSet HORIZONTAL = of("\t\t", "  ", "\u00a0\u00a0");
    private static final BitSet VERTICAL = of("\n\r", "\u0085\u0085");
    private static final BitSet ALNUM = both(ALPHA, DIGIT);

    static final BitSet WORD = both(ALNUM, of("__"));

    /** By {@link Character#getType}. */
    private static final String[] CATEGORIES = {
        "Cn", "Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Me", "Mc", "Nd", "Nl", "No", "Zs", "Zl", "Zp", "Cc", "Cf", "", "Co", "Cs",
        "Pd", "Ps", "Pe", "Pc", "Po", "Sm", "Sc", "Sk", "So", "Pi", "Pf"
    };

    private ByteSets() {}

    /** @param ranges two characters each */
    private static BitSet of(String... ranges) {
        BitSet set = new BitSet(SIZE);
        for (String range : ranges) {
            set.set(range.charAt(0), range.charAt(1) + 1);
        }
        return set;
    }

    private static BitSet both(BitSet one, BitSet other) {
        BitSet both = (BitSet) one.clone();
        both.or(other);
        return both;
    }

    static BitSet all() {
        BitSet all = new BitSet(SIZE);
        all.set(0, SIZE);
        return all;
    }

    static BitSet allBut(BitSet set) {
        BitSet others = all();
        others.andNot(set);
        return others;
    }

    static BitSet one(int value, boolean ignoresCase) {
        return range(value, value, ignoresCase);
    }

    /** Both ends included. */
    static BitSet range(int first, int last, boolean ignoresCase) {
        BitSet set = new BitSet(SIZE);
        set.set(first, last + 1);
        if (ignoresCase) {
            for (int value = 0; value < SIZE; value++) {
                int lower = lower(value);
                if (set.get(value) || set.get(lower)) {
                    set.set(value);
                    set.set(lower);
                }
            }
        }
        return set;
    }

    static int lower(int value) {
        return Character.toLowerCase(value);
    }

    /** What a backslash and this letter stand for, if it is a set. */
    static Optional<BitSet> escaped(char letter) {
        return Optional.ofNullable(switch (letter) {
            case 'd' -> DIGIT;
            case 'D' -> allBut(DIGIT);
            case 'w' -> WORD;
            case 'W' -> allBut(WORD);
            case 's' -> SPACE;
            case 'S' -> allBut(SPACE);
            case 'h' -> HORIZONTAL;
            case 'H' -> allBut(HORIZONTAL);
            case 'v' -> VERTICAL;
            case 'V' -> allBut(VERTICAL);
            default -> null;
        });
    }

    /** A class that POSIX has named. */
    static Optional<BitSet> posix(String name, boolean ignoresCase) {
        return Optional.ofNullable(switch (name) {
            case "alpha" -> ALPHA;
            case "lower" -> ignoresCase ? ALPHA : LOWER;
            case "upper" -> ignoresCase ? ALPHA : UPPER;
            case "alnum" -> ALNUM;
            case "ascii" -> all();
            case "blank" -> of("\t\t", "  ");
            case "cntrl" -> of("\0\37", "\177\u009f");
            case "digit" -> DIGIT;
            case "graph" -> of("!~", "\u00a0\u00ff");
            case "print" -> of(" ~", "\u00a0\u00ff");
            case "punct" -> of("!/", ":@", "[`", "{~", "\u00a0\u00a9", "\u00ab\u00b4", "\u00b6\u00b9", "\u00bb\u00bf",
                    "\u00d7\u00d7", "\u00f7\u00f7");
            case "space" -> SPACE;
            case "word" -> WORD;
            case "xdigit" -> of("09", "af", "AF");
            default -> null;
        });
    }

    /** The bytes that are of a general category of Unicode, as characters of Latin 1. */
    static Optional<BitSet> category(String name) {
        BitSet set = new BitSet(SIZE);
        boolean isKnown = false;
        for (int type = 0; type < CATEGORIES.length; type++) {
            if (CATEGORIES[type].startsWith(name) && !CATEGORIES[type].isEmpty()) {
                isKnown = true;
                for (int value = 0; value < SIZE; value++) {
                    if (Character.getType(value) == type) {
                        set.set(value);
                    }
                }
            }
        }
        return isKnown && !name.isEmpty() ? Optional.of(set) : Optional.empty();
    }
}
