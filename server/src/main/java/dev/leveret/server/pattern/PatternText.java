package dev.leveret.server.pattern;

import java.nio.charset.StandardCharsets;
import java.util.regex.PatternSyntaxException;

/** The text of a regular expression while it is read, a character for each of its bytes. */
final class PatternText {

    /** The text is over. */
    static final char END = '\uffff';

    private static final int BYTE_MAX = 255;
    private static final int OCTAL = 8;
    private static final int HEX = 16;

    /** What ctrl does to a letter. */
    private static final int CONTROL = 0x40;

    private final String expression;
    private final String text;
    private int at;

    PatternText(String expression) {
        this.expression = expression;
        this.text = new String(expression.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    int length() {
        return text.length();
    }

    boolean isOver() {
        return at >= text.length();
    }

    /** The next one, or {@link #END}; it stays. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    char next() {
        char next = peek();
        at++;
        return next;
    }

    /** Takes this, if it comes next. */
    boolean take(String wanted) {
        if (!text.startsWith(wanted, at)) {
            return false;
        }
        at += wanted.length();
        return true;
    }

    /** Takes what comes before the end mark, and that; null if there is none. */
    String takeUntil(String endMark) {
        int end = text.indexOf(endMark, at);
        if (end < 0) {
            return null;
        }
        String taken = text.substring(at, end);
        at = end + endMark.length();
        return taken;
    }

    /** Takes the digits that come next, as many as there are or may be. */
    String takeDigits(int radix, int countMax) {
        int end = at;
        while (end < text.length() && end - at < countMax && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        String digits = text.substring(at, end);
        at = end;
        return digits;
    }

    /** Goes back. */
    void back(int count) {
        at -= count;
    }

    PatternSyntaxException error(String what) {
        return new PatternSyntaxException(what, expression, Math.min(at, text.length()));
    }

    PatternSyntaxException notSupported(String what) {
        return error(what + " is not supported");
    }

    /** The byte that a backslash and this letter, which has been taken, stand for; other characters are themselves. */
    int escapedByte(char letter) {
        return switch (letter) {
            case 'a' -> 7;
            case 'e' -> 27;
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> take("{") ? number(takeUntil("}"), HEX) : number("0" + takeDigits(HEX, 2), HEX);
            case 'o' -> take("{") ? number(takeUntil("}"), OCTAL) : missing("opening brace after \\o");
            case 'c' -> Character.toUpperCase(control()) ^ CONTROL;
            case '0' -> number("0" + takeDigits(OCTAL, 2), OCTAL);
            case 'L', 'l', 'U', 'u', 'N' -> throw notSupported("\\" + letter);
            case END -> throw error("\\ at end of pattern");
            default -> letter;
        };
    }

    private int missing(String what) {
        throw error("missing " + what);
    }

    private char control() {
        char letter = next();
        if (letter >= CONTROL * 2) {
            throw error("\\c at end of pattern or before a character that is not ASCII");
        }
        return letter;
    }

    private int number(String digits, int radix) {
        int value;
        try {
            value = Integer.parseInt(digits == null ? "" : digits, radix);
        } catch (NumberFormatException e) {
            throw error("no number in \\x{} or \\o{}");
        }
        if (value < 0 || value > BYTE_MAX) {
            throw error("character value in \\x{} or \\o{} is too large");
        }
        return value;
    }

    /** Up to three octal digits, cut to a byte. */
    int octalByte() {
        return Integer.parseInt(takeDigits(OCTAL, 3), OCTAL) & BYTE_MAX;
    }
}
