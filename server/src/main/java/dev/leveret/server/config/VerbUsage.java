package dev.leveret.server.config;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a verb of rabbitmqctl's kind is used; what may stand behind it is read from the text that help prints.
 *
 * @param name of the verb
 * @param arguments {@code <name>} has to be there, {@code [<name>]} may be, {@code ...} stands for more of the same, and
 *     {@code [--name]} and {@code [--name <value>]} are options
 * @param meaning a few words
 */
public record VerbUsage(String name, String arguments, String meaning) {

    private static final Pattern OPTION = Pattern.compile("\\[--([a-z-]+)( <[^>]+>)?]");

    /** The options that mean something to this verb. */
    public Set<String> options() {
        Set<String> options = new HashSet<>();
        Matcher matcher = OPTION.matcher(arguments);
        while (matcher.find()) {
            options.add(matcher.group(1));
        }
        return options;
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
