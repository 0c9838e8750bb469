package dev.leveret.server.control.verb;

/** Names that clients choose, as they can be shown on a terminal. */
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
}
