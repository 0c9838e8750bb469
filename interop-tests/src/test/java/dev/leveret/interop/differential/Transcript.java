package dev.leveret.interop.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was done and what was seen, one line each, without what is different in every run. Belongs to the thread that plays the
 * scenario.
 */
public final class Transcript {

    /** What a server makes up: names of queues, consumer tags. */
    private static final Pattern MADE_UP = Pattern.compile("amq\\.(gen|ctag)-[A-Za-z0-9_-]{22}");

    private final String prefix;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, String> madeUp = new HashMap<>();

    /** @param prefix what the names of this run begin with, to be left out */
    Transcript(String prefix) {
        this.prefix = prefix;
    }

    void line(String line) {
        Matcher matcher = MADE_UP.matcher(line.replace(prefix, "").replace("\n", "\\n"));
        lines.add(matcher.replaceAll(found ->
                madeUp.computeIfAbsent(found.group(), any -> "amq." + found.group(1) + "-" + (madeUp.size() + 1))));
    }

    /** All lines so far. */
    public List<String> lines() {
        return List.copyOf(lines);
    }
}
