package dev.leveret.server.control;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of a command of rabbitmqctl's kind: options, which may stand anywhere behind the verb, and the rest in its order. */
final class CommandWords {

    private static final Map<String, String> WITH_VALUE = Map.of(
            "-p", "vhost", "--vhost", "vhost", "--priority", "priority", "--apply-to", "apply-to");
    private static final Map<String, String> ALONE = Map.of(
            "-q", "quiet", "--quiet", "quiet", "-s", "silent", "--silent", "silent",
            "--no-table-headers", "no-table-headers");

    private final String verb;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    private CommandWords(String verb) {
        this.verb = verb;
    }

    /**
     * Sorts them.
     *
     * @param words the verb first
     * @throws RequestException if an option is unknown, or its value is missing
     */
    static CommandWords of(List<String> words) throws RequestException {
        CommandWords sorted = new CommandWords(words.getFirst());
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = equals < 0 ? word : word.substring(0, equals);
            if (WITH_VALUE.containsKey(name)) {
                if (equals < 0 && i + 1 == words.size()) {
                    throw new RequestException(sorted.verb + ": " + word + " needs a value");
                }
                sorted.options.put(WITH_VALUE.get(name), equals < 0 ? words.get(++i) : word.substring(equals + 1));
            } else if (ALONE.containsKey(word)) {
                sorted.options.put(ALONE.get(word), "");
            } else if (word.startsWith("--")) {
                throw new RequestException(sorted.verb + ": unknown option '" + word + "'");
            } else {
                sorted.arguments.add(word);
            }
        }
        return sorted;
    }

    String verb() {
        return verb;
    }

    String option(String name, String fallback) {
        return options.getOrDefault(name, fallback);
    }

    /** Whether what is done is told in a line of its own. */
    boolean isTold() {
        return !options.containsKey("quiet") && !options.containsKey("silent");
    }

    /** Whether lists have a line with the names of their columns. */
    boolean hasHeaders() {
        return !options.containsKey("silent") && !options.containsKey("no-table-headers");
    }

    /**
     * The words that are no options.
     *
     * @param names of those that there have to be
     * @param allowed the options that mean something to this verb; those about the output do to all
     */
    List<String> arguments(List<String> names, Set<String> allowed) throws RequestException {
        if (arguments.size() != names.size()) {
            throw new RequestException(verb + ": " + (arguments.size() < names.size() ? "not enough" : "too many")
                    + " arguments; it takes " + (names.isEmpty() ? "none" : String.join(" ", names)));
        }
        for (String option : options.keySet()) {
            if (!ALONE.containsValue(option) && !allowed.contains(option)) {
                throw new RequestException(verb + ": it has no option for the " + option);
            }
        }
        return arguments;
    }
}
