package dev.leveret.server.control.verb;

import dev.leveret.server.config.AbsentVerbs;
import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.config.VerbUsage;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The words of a command of rabbitmqctl's kind: the verb, options, which may stand anywhere before
 * {@code --}, and the rest in its order.
 */
public final class CommandWords {

    private static final Map<String, String> SHORT = Map.ofEntries(
            Map.entry("-p", "vhost"), Map.entry("-n", "node"), Map.entry("-t", "timeout"), Map.entry("-l", "longnames"),
            Map.entry("-q", "quiet"), Map.entry("-s", "silent"), Map.entry("-u", "if-unused"), Map.entry("-?", "help"));

    private static final Set<String> WITH_VALUE = Set.of(
            "vhost", "node", "timeout", "formatter", "priority", "apply-to", "user", "description", "tags",
            "default-queue-type", "pid", "per-connection-delay", "limit", "erlang-cookie", "within", "unit", "format");

    /** Every verb has them. */
    private static final Set<String> COMMON = Set.of(
            "node", "timeout", "longnames", "quiet", "silent", "formatter", "no-table-headers", "table-headers",
            "erlang-cookie", "vhost");

    private static final Set<String> FORMATTERS = Set.of("table", "json", "csv", "pretty_table", "plain", "string", "erlang");

    private final Tool tool;
    private final List<String> given;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();
    private String verb = "";

    private CommandWords(Tool tool, List<String> given) {
        this.tool = tool;
        this.given = given;
    }

    /**
     * Sorts them, and checks that the verb can be used like that.
     *
     * @throws RequestException if it can't
     */
    public static CommandWords of(Tool tool, List<String> words) throws RequestException {
        CommandWords sorted = sort(tool, words);
        VerbUsage usage = ControlVerbs.of(tool).get(sorted.verb);
        if (usage == null) {
            throw unknown(tool, sorted.verb, ControlVerbs.of(tool).keySet());
        }
        sorted.check(usage);
        return sorted;
    }

    /** There is no such verb: it is said which one may have been meant, or else which there are. */
    public static RequestException unknown(Tool tool, String verb, Collection<String> known) {
        return RequestException.misuse(ExitCode.USAGE, "\nCommand '" + verb + "' not found"
                + AbsentVerbs.reason(verb).map(reason -> " in Leveret: " + reason).or(() -> meant(verb, known))
                        .orElse(". \n\n" + ControlVerbs.help(tool)));
    }

    private static Optional<String> meant(String verb, Collection<String> known) {
        return SimilarVerb.of(verb, known).map(similar -> ". \nDid you mean '" + similar + "'? \n");
    }

    /**
     * What is printed of a verb that somebody wants to know more of.
     *
     * @throws RequestException if there is no such verb
     */
    public static String help(Tool tool, String verb) throws RequestException {
        Set<String> known = ControlVerbs.of(tool).keySet();
        if (!known.contains(verb)) {
            throw new RequestException(ExitCode.USAGE, "\nCommand '" + verb + "' not found"
                    + AbsentVerbs.reason(verb).map(reason -> " in Leveret: " + reason).or(() -> meant(verb, known)).orElse("."));
        }
        return ControlVerbs.help(tool, verb);
    }

    /** Sorts them only: the verb may be any, or empty if there is none. */
    public static CommandWords sort(Tool tool, List<String> words) throws RequestException {
        CommandWords sorted = new CommandWords(tool, List.copyOf(words));
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--")) {
                words.subList(i + 1, words.size()).forEach(sorted::addArgument);
                break;
            }
            String option = option(word);
            if (option == null) {
                sorted.addArgument(word);
            } else if (!WITH_VALUE.contains(option)) {
                sorted.options.put(option, "");
            } else if (word.indexOf('=') > 0) {
                sorted.options.put(option, word.substring(word.indexOf('=') + 1));
            } else if (i + 1 < words.size()) {
                sorted.options.put(option, words.get(++i));
            } else {
                throw sorted.misused("Invalid options for this command:\n" + word + " : ");
            }
        }
        return sorted;
    }

    /** The long name of an option; null if the word is none. */
    private static String option(String word) {
        if (word.startsWith("--") && word.length() > 2) {
            int equals = word.indexOf('=');
            return word.substring(2, equals < 0 ? word.length() : equals).replace('_', '-');
        }
        return SHORT.get(word);
    }

    private void addArgument(String word) {
        if (verb.isEmpty()) {
            verb = word;
        } else {
            arguments.add(word);
        }
    }

    private void check(VerbUsage usage) throws RequestException {
        Set<String> known = usage.options();
        if (!option("timeout", "0").matches("\\d{1,9}")) {
            throw misused("Invalid options for this command:\n" + typed("timeout") + " : " + option("timeout", ""));
        }
        for (String option : options.keySet()) {
            if (!COMMON.contains(option) && !known.contains(option)) {
                throw misused("Invalid options for this command:\n" + typed(option) + " : ");
            }
        }
        if (arguments.size() < usage.argumentsMin()) {
            throw misused("not enough arguments.");
        }
        if (arguments.size() > usage.argumentsMax()) {
            throw misused("too many arguments.");
        }
        if (!FORMATTERS.contains(option("formatter", "table"))) {
            throw misused("Formatter " + option("formatter", "") + " not found");
        }
    }

    /** An option as it was typed: its long name, or its short one. */
    private String typed(String option) {
        return given.stream()
                .filter(word -> option.equals(SHORT.get(word)))
                .findFirst()
                .orElse("--" + option);
    }

    /** This is no way to use the verb. */
    RequestException misused(String reason) {
        return misused(ExitCode.USAGE, reason);
    }

    /** The same with another exit code. */
    RequestException misused(ExitCode exitCode, String reason) {
        return refused(exitCode, "Error (argument validation): " + reason);
    }

    /** Nothing is done, for a reason that is the first line. */
    RequestException refused(ExitCode exitCode, String line) {
        String help = ControlVerbs.of(tool).containsKey(verb) ? ControlVerbs.help(tool, verb) : ControlVerbs.help(tool);
        return RequestException.misuse(exitCode, line + "\nArguments given:\n\t"
                + String.join(" ", given) + "\n\n" + help);
    }

    public String verb() {
        return verb;
    }

    /** An option's value, or what stands for it if it is not given. */
    public String option(String name, String fallback) {
        return options.getOrDefault(name, fallback);
    }

    /** Whether an option is given. */
    public boolean has(String option) {
        return options.containsKey(option);
    }

    String vhost() {
        return option("vhost", "/");
    }

    /** Whether what is done is told in a line of its own. */
    public boolean isTold() {
        return !isSilent() && !has("quiet") && option("formatter", "table").matches("table|pretty_table|plain|string");
    }

    boolean isSilent() {
        return has("silent");
    }

    boolean isJson() {
        return option("formatter", "").equals("json");
    }

    /** Whether lists have a line with the names of their columns. */
    boolean hasHeaders() {
        return !isSilent() && !has("no-table-headers") && !option("table-headers", "").equals("false");
    }

    /** The words that are no options, behind the verb. */
    public List<String> arguments() {
        return arguments;
    }

    String argument(int index) {
        return arguments.get(index);
    }
}
