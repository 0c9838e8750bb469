package dev.leveret.server.control.verb;

/** Names and texts that clients choose, as they can be shown on a terminal. */
public final class Escapes {

    private Escapes() {}

    /** The text with {@code \033} in place of ESC, and so on for all that would move a cursor or end a line. */
    public static String of(String text) {
        if (text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> {
            if (Character.isISOControl(c)) {
                out.append(String.format("\\%03o", c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }

    /** The text between quotes, as Elixir would write it: {@code "a \"b\""}, with {@code \t} for a tab. */
    static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.chars().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').append((char) c);
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case 0x1b -> out.append("\\e");
                default -> out.append(Character.isISOControl(c) ? String.format("\\x%02X", c) : Character.toString(c));
            }
        });
        return out.append('"').toString();
    }
}
