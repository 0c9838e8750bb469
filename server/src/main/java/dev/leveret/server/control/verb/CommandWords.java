package dev.leveret.server.control.verb;

import dev.leveret.server.config.AbsentVerbs;
import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.config.VerbUsage;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words of a command of rabbitmqctl's kind: the verb, options, which may stand anywhere before
 * {@code --}, and the rest in its order.
 */
public final class CommandWords {

    /** Those that every verb has; it may have more of its own. */
    private static final Map<String, String> SHORT = Map.of(
            "-p", "vhost", "-n", "node", "-t", "timeout", "-l", "longnames", "-q", "quiet", "-s", "silent", "-?", "help");

    private static final Set<String> WITH_VALUE = Set.of("vhost", "node", "timeout", "formatter", "erlang-cookie");

    /** Every verb has them. */
    private static final Set<String> COMMON = Set.of(
            "node", "timeout", "longnames", "quiet", "silent", "formatter", "no-table-headers", "table-headers",
            "erlang-cookie", "vhost", "print-stacktrace");

    private static final Set<String> FORMATTERS = Set.of(
            "table", "json", "json_stream", "csv", "pretty_table", "plain", "string", "string_per_line", "erlang", "inspect");

    /** What begins like an option and is none: a number. */
    private static final Pattern NEGATIVE = Pattern.compile("-\\d.*");

    private final Tool tool;
    private final List<String> given;
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> options = new HashMap<>();

    /** As it was typed, by the long name. */
    private final Map<String, String> typed = new LinkedHashMap<>();

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
        ListIterator<String> rest = sorted.given.listIterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(sorted::addArgument);
            } else if (word.length() < 2 || word.charAt(0) != '-' || NEGATIVE.matcher(word).matches()) {
                sorted.addArgument(word);
            } else {
                sorted.addOption(word, rest);
            }
        }
        return sorted;
    }

    private void addOption(String word, ListIterator<String> rest) throws RequestException {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (name.startsWith("--")) {
            put(name.substring(2).replace('_', '-'), name, value, rest);
            return;
        }
        // Several in one, and a number may follow at once: -qs, -t5
        int digits = name.length();
        while (digits > 2 && Character.isDigit(name.charAt(digits - 1))) {
            digits--;
        }
        for (int i = 1; i < digits; i++) {
            String letter = "-" + name.charAt(i);
            boolean isLast = i == digits - 1;
            String ofLast = digits < name.length() ? name.substring(digits) : value;
            put(longName(letter), letter, isLast ? ofLast : null, isLast ? rest : Collections.emptyListIterator());
        }
    }

    /** That of a short option; itself if the verb has none like that. */
    private String longName(String letter) {
        VerbUsage usage = ControlVerbs.of(tool).get(verb);
        String own = usage == null ? null : usage.shortOptions().get(letter);
        return own == null ? SHORT.getOrDefault(letter, letter) : own;
    }

    /** @param value null if it stands in the next word, or there is none */
    private void put(String option, String word, String value, ListIterator<String> rest) throws RequestException {
        typed.put(option, word);
        if (!WITH_VALUE.contains(option) && !ControlVerbs.optionsWithValue().contains(option)) {
            if (!"false".equals(value) || option.equals("table-headers")) {
                options.put(option, value == null ? "" : value);
            }
        } else if (value != null || rest.hasNext()) {
            options.put(option, value == null ? rest.next() : value);
        } else {
            throw invalid(List.of(option));
        }
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
            throw invalid(List.of("timeout"));
        }
        List<String> others = typed.keySet().stream().filter(each -> !COMMON.contains(each) && !known.contains(each)).toList();
        if (!others.isEmpty()) {
            throw invalid(others);
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

    /** Options that the verb has not, or not with such a value. */
    RequestException invalid(List<String> wrong) {
        return misused(wrong.stream()
                .map(option -> "\n" + typed.get(option) + " : " + option(option, ""))
                .collect(Collectors.joining("", "Invalid options for this command:", "")));
    }

    /** This is no way to use the verb. */
    public RequestException misused(String reason) {
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
        return !isSilent() && !has("quiet") && !option("formatter", "table").matches("json|json_stream|csv");
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
