package dev.leveret.server.control.admin;

import dev.leveret.server.control.RequestException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of a command of rabbitmqadmin: options, which may stand anywhere, an action, and the rest in its order. */
public final class AdminWords {

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("-c", "config"), Map.entry("-N", "node"), Map.entry("-H", "host"), Map.entry("-P", "port"),
            Map.entry("-V", "vhost"), Map.entry("-u", "username"), Map.entry("-p", "password"), Map.entry("-U", "base-uri"),
            Map.entry("-q", "quiet"), Map.entry("-s", "ssl"), Map.entry("-k", "ssl-insecure"),
            Map.entry("-t", "request-timeout"), Map.entry("-f", "format"), Map.entry("-S", "sort"),
            Map.entry("-R", "sort-reverse"), Map.entry("-d", "depth"), Map.entry("-h", "help"));

    private static final Set<String> FLAGS = Set.of(
            "quiet", "ssl", "ssl-insecure", "ssl-disable-hostname-verification", "sort-reverse", "help", "version",
            "bash-completion");

    private static final Set<String> WITH_VALUE = Set.of(
            "config", "node", "host", "port", "path-prefix", "vhost", "declare-vhost", "username", "password", "base-uri", "request-timeout",
            "format", "sort", "depth", "ssl-key-file", "ssl-cert-file", "ssl-ca-cert-file");

    /** Actions that change nothing. */
    private static final Set<String> READING = Set.of("list", "show", "help", "");

    private final Map<String, String> options = new HashMap<>();
    private final List<String> arguments = new ArrayList<>();

    private AdminWords() {}

    /**
     * Sorts them.
     *
     * @throws RequestException if there is an option that nobody knows, or one without its value
     */
    public static AdminWords of(List<String> words) throws RequestException {
        AdminWords sorted = new AdminWords();
        int next = 0;
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                sorted.arguments.addAll(words.subList(next, words.size()));
                break;
            }
            if (!word.startsWith("-") || word.equals("-")) {
                sorted.arguments.add(word);
                continue;
            }
            String name = name(word);
            String attached = attached(word);
            if (FLAGS.contains(name)) {
                sorted.options.put(name, "");
            } else if (attached != null) {
                sorted.options.put(name, attached);
            } else if (next < words.size()) {
                sorted.options.put(name, words.get(next++));
            } else {
                throw AdminUsage.misuse(word + " option requires 1 argument");
            }
        }
        return sorted;
    }

    private static String name(String word) throws RequestException {
        String name = word.startsWith("--") ? word.substring(2).replaceFirst("=.*", "") : SHORT.get(word.substring(0, 2));
        if (name == null || !FLAGS.contains(name) && !WITH_VALUE.contains(name)) {
            throw AdminUsage.misuse("no such option: " + word.replaceFirst("=.*", ""));
        }
        return name;
    }

    /** A value that stands in the same word, {@code --format=tsv} or {@code -ftsv}; null if there is none. */
    private static String attached(String word) {
        if (word.startsWith("--")) {
            int equals = word.indexOf('=');
            return equals < 0 ? null : word.substring(equals + 1);
        }
        return word.length() > 2 ? word.substring(2) : null;
    }

    /** Whether it only looks, so that it can be carried out beside any other command. */
    public boolean isReading() {
        return READING.contains(action());
    }

    /** What is to be done; empty if nothing is. */
    public String action() {
        return arguments.isEmpty() ? "" : arguments.getFirst();
    }

    /** The words behind the action. */
    public List<String> arguments() {
        return arguments.isEmpty() ? List.of() : arguments.subList(1, arguments.size());
    }

    /** Whether an option is given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    String option(String name, String fallback) {
        return options.getOrDefault(name, fallback);
    }

    static boolean isFlag(String option) {
        return FLAGS.contains(option);
    }

    /** Where things are declared and deleted, and messages are. */
    String vhost() {
        return option("vhost", option("declare-vhost", "/"));
    }

    boolean isVerbose() {
        return !has("quiet");
    }
}
