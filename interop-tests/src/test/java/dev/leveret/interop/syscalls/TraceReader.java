package dev.leveret.interop.syscalls;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads what strace wrote with {@code -f -yy -xx}: a line a call, or two lines if another thread was seen in between. The
 * order of the lines is that of the events, because strace stops a thread before and after each call and lets it go on only
 * when it has written that down. What is written into spare segments is left out.
 */
final class TraceReader {

    private static final String UNFINISHED = " <unfinished ...>";

    private record Begun(int line, String text) {}

    private final List<SystemCall> calls = new ArrayList<>();
    private final Map<String, Begun> unfinished = new HashMap<>();
    private int line;

    /** All calls of this trace that have returned, in the order of their beginnings. */
    static List<SystemCall> read(Path trace) throws IOException {
        TraceReader reader = new TraceReader();
        try (BufferedReader in = Files.newBufferedReader(trace, StandardCharsets.ISO_8859_1)) {
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                reader.take(text);
            }
        }
        reader.calls.sort(Comparator.comparingInt(SystemCall::begin));
        return reader.calls;
    }

    private void take(String text) {
        line++;
        int blank = text.indexOf(' ');
        String thread = text.substring(0, blank);
        String rest = text.substring(blank).strip();
        if (rest.endsWith(UNFINISHED)) {
            unfinished.put(thread, new Begun(line, rest.substring(0, rest.length() - UNFINISHED.length())));
        } else if (rest.startsWith("<... ")) {
            Begun begun = unfinished.remove(thread);
            add(begun.line, begun.text + rest.substring(rest.indexOf('>') + 1));
        } else if (rest.indexOf('(') > 0) {
            add(line, rest);
        }
    }

    private void add(int begin, String text) {
        int arguments = text.indexOf('(') + 1;
        // strace puts blanks before it, so that short lines have it in one column.
        int answer = text.lastIndexOf(" = ");
        if (answer < 0) {
            return; // The process ended in it.
        }
        String target = target(text, arguments);
        // A spare segment is many MiB of zeros.
        String strings = target.contains("/spare-") ? "" : strings(text, arguments, answer);
        calls.add(new SystemCall(begin, line, text.substring(0, arguments - 1), target, strings,
                number(text, answer + " = ".length())));
    }

    /** What stands behind the number of the file: {@code 7<name>}, or {@code 7<TCP:[here->there]>}. */
    private static String target(String text, int from) {
        int open = from;
        while (Character.isDigit(text.charAt(open))) {
            open++;
        }
        if (open == from || text.charAt(open) != '<') {
            return "";
        }
        boolean isSocket = text.startsWith("TCP", open + 1);
        int close = text.indexOf(isSocket ? "]>" : ">", open) + (isSocket ? 1 : 0);
        return decode(text.substring(open + 1, close));
    }

    /** All that stands in quotes, one after the other; those of a renaming with a zero behind each. */
    private static String strings(String text, int from, int to) {
        StringBuilder all = new StringBuilder();
        boolean isRename = text.startsWith("rename");
        for (int open = text.indexOf('"', from); open >= 0 && open < to; ) {
            int close = text.indexOf('"', open + 1);
            if (text.startsWith("...", close + 1)) {
                throw new IllegalStateException("strace has cut off bytes: " + text.substring(0, from + 200));
            }
            all.append(decode(text.substring(open + 1, close))).append(isRename ? "\0" : "");
            open = text.indexOf('"', close + 1);
        }
        return all.toString();
    }

    private static String decode(String text) {
        if (!text.startsWith("\\x")) {
            return text;
        }
        StringBuilder decoded = new StringBuilder(text.length() / 4);
        for (int i = 0; i + 4 <= text.length(); i += 4) {
            decoded.append((char) Integer.parseInt(text, i + 2, i + 4, 16));
        }
        return decoded.toString();
    }

    private static long number(String text, int from) {
        int end = from;
        while (end < text.length() && (Character.isDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        return end == from ? -1 : Long.parseLong(text.substring(from, end));
    }
}
