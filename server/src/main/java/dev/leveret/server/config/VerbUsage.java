package dev.leveret.server.config;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a verb of rabbitmqctl's kind is used; what may stand behind it is read from the text that help prints.
 *
 * @param name of the verb
 * @param arguments {@code <name>} has to be there, {@code [<name>]} may be, {@code ...} stands for more of the same, and
 *     {@code [--name]}, {@code [--name <value>]} and {@code [--name|-n]} are options
 * @param meaning a few words
 */
public record VerbUsage(String name, String arguments, String meaning) {

    private static final Pattern OPTION = Pattern.compile("\\[--([a-z-]+)(\\|-[A-Za-z])?( <[^>]+>)?]");

    /** The options that mean something to this verb. */
    public Set<String> options() {
        return named(found -> true);
    }

    /** Those of them that have a value. */
    Set<String> optionsWithValue() {
        return named(found -> found.group(3) != null);
    }

    /** Long names, by the short ones, those with their hyphen. */
    public Map<String, String> shortOptions() {
        return OPTION.matcher(arguments).results()
                .filter(found -> found.group(2) != null)
                .collect(Collectors.toMap(found -> found.group(2).substring(1), found -> found.group(1)));
    }

    private Set<String> named(Predicate<MatchResult> which) {
        return OPTION.matcher(arguments).results().filter(which).map(found -> found.group(1)).collect(Collectors.toSet());
    }

    /** How many words there have to be that are no options. */
    public int argumentsMin() {
        return count("<") - count("[<");
    }

    /** How many there may be. */
    public int argumentsMax() {
        return arguments.contains("...") ? Integer.MAX_VALUE : count("<");
    }

    private int count(String sign) {
        String rest = OPTION.matcher(arguments).replaceAll("");
        return (rest.length() - rest.replace(sign, "").length()) / sign.length();
    }
}
