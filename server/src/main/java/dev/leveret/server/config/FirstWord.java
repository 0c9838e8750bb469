package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the first word of a command line asks for that is no option. Options of RabbitMQ's tools may stand before it, and so may
 * {@code --data}; what begins with an option of the broker alone is a start of the broker.
 */
sealed interface FirstWord {

    /** One of RabbitMQ's tools is named; the others are all words but its name. */
    record OfTool(Tool tool, List<String> others) implements FirstWord {}

    /** One of the verbs of rabbitmqctl. */
    record Verb() implements FirstWord {}

    /** There is nothing of that name. */
    record Unknown(String text) implements FirstWord {}

    /** What stands for itself, apart from the tools and their verbs. */
    Set<String> COMMANDS = Set.of("server", "config", "check", "backup");

    /** All words that can be the first one. */
    static List<String> known() {
        List<String> words = new ArrayList<>(ControlVerbs.of(Tool.RABBITMQCTL).keySet());
        words.addAll(COMMANDS);
        Arrays.stream(Tool.values()).map(Tool::word).forEach(words::add);
        return words;
    }

    Set<String> OF_TOOLS = Set.of(
            "-q", "--quiet", "-s", "--silent", "-l", "--longnames", "--no-table-headers", "--table-headers");

    Set<String> OF_TOOLS_WITH_VALUE = Set.of(
            "--data", "-n", "--node", "-t", "--timeout", "-p", "--vhost", "--formatter", "--erlang-cookie");

    /** Reads the words until there is one that is no option. Empty if the broker is to run, or what is set is to be printed. */
    static Optional<FirstWord> of(String[] args) {
        for (int i = 0; i < args.length; i++) {
            String name = args[i].startsWith("--") ? args[i].split("=", 2)[0] : args[i];
            if (OF_TOOLS_WITH_VALUE.contains(name)) {
                i += name.equals(args[i]) ? 1 : 0;
            } else if (!OF_TOOLS.contains(name)) {
                return args[i].startsWith("-") ? Optional.empty() : at(i, args);
            }
        }
        return isForTool(args) ? Optional.of(new Verb()) : Optional.empty();
    }

    /** Without any word a tool has something to say, the broker starts. */
    private static boolean isForTool(String[] args) {
        return args.length > 0 && !args[0].startsWith("--data");
    }

    private static Optional<FirstWord> at(int index, String[] args) {
        if (COMMANDS.contains(args[index])) {
            if (index > 0) {
                throw new ConfigException("'" + args[index] + "' has to stand before all options; --help shows how");
            }
            return Optional.empty();
        }
        Optional<Tool> tool = Tool.named(args[index]);
        if (tool.isPresent()) {
            List<String> others = new ArrayList<>(List.of(args));
            others.remove(index);
            return Optional.of(new OfTool(tool.get(), others));
        }
        return Optional.of(ControlVerbs.of(Tool.RABBITMQCTL).containsKey(args[index]) ? new Verb() : new Unknown(args[index]));
    }
}
