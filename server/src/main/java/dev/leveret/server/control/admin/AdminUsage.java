package dev.leveret.server.control.admin;

import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an action needs for a kind of thing.
 *
 * @param mandatory names before a {@code =}
 * @param optional those that may be left out
 */
public record AdminUsage(List<String> mandatory, List<String> optional) {

    /** Action, kind, what has to be there, and behind a bar what may be. */
    private static final String TABLE = """
            declare exchange name type | auto_delete durable internal arguments
            declare queue name | auto_delete durable arguments node queue_type
            declare binding source destination | destination_type routing_key arguments
            declare vhost name | tracing
            declare user name password tags |
            declare permission vhost user configure write read |
            declare policy name pattern definition | priority apply-to
            declare operator_policy name pattern definition | priority apply-to
            declare vhost_limit vhost name value |
            delete exchange name |
            delete queue name |
            delete binding source destination_type destination | properties_key
            delete vhost name |
            delete user name |
            delete permission vhost user |
            delete policy name |
            delete operator_policy name |
            delete vhost_limit vhost name |
            close connection name |
            purge queue name |
            """;

    /** Actions that are for one kind of thing only, and do not name it. */
    private static final String MESSAGES = """
            publish routing_key | payload properties exchange payload_encoding
            get queue | count ackmode payload_file encoding
            """;

    private static final Map<String, AdminUsage> ALL = read(TABLE, 2);
    private static final Map<String, AdminUsage> OF_MESSAGES = read(MESSAGES, 1);

    /** @param nameWords how many words of a line are its name */
    private static Map<String, AdminUsage> read(String table, int nameWords) {
        Map<String, AdminUsage> all = new LinkedHashMap<>();
        table.lines().forEach(line -> {
            String[] parts = line.split("\\|", 2);
            List<String> words = words(parts[0]);
            all.put(String.join(" ", words.subList(0, nameWords)),
                    new AdminUsage(words.subList(nameWords, words.size()), words(parts[1])));
        });
        return all;
    }

    private static List<String> words(String text) {
        return Stream.of(text.split(" ")).filter(word -> !word.isEmpty()).toList();
    }

    /**
     * What is given for an action, by name.
     *
     * @param arguments the kind of thing that it is for, if there are several, and words of the form name=value
     * @throws RequestException if it can't be used like that
     */
    static Map<String, String> values(String action, List<String> arguments) throws RequestException {
        if (OF_MESSAGES.containsKey(action)) {
            return OF_MESSAGES.get(action).values(arguments);
        }
        if (arguments.isEmpty()) {
            throw misuse("Type not specified");
        }
        AdminUsage usage = ALL.get(action + " " + arguments.getFirst());
        if (usage == null) {
            throw misuse("Type " + arguments.getFirst() + " not recognised");
        }
        return usage.values(arguments.subList(1, arguments.size()));
    }

    private Map<String, String> values(List<String> pairs) throws RequestException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : pairs) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                throw misuse("Argument \"" + argument + "\" not in the name=value format");
            }
            String name = argument.substring(0, equals);
            if (!mandatory.contains(name) && !optional.contains(name)) {
                throw misuse("Argument \"" + name + "\" is not recognised");
            }
            values.put(name, argument.substring(equals + 1));
        }
        for (String name : mandatory) {
            if (!values.containsKey(name)) {
                throw misuse("mandatory argument \"" + name + "\" is required");
            }
        }
        return values;
    }

    /** It can't be used like that. */
    public static RequestException misuse(String reason) {
        return RequestException.misuse(ExitCode.FAILED, "\nERROR: " + reason + "\n\nrabbitmqadmin --help for help\n");
    }

    /** What help prints. */
    public static String help() {
        return """
                Usage
                =====
                rabbitmqadmin [options] subcommand

                Options: -V VHOST, -u USERNAME, -p PASSWORD, -f raw_json|pretty_json|tsv|long|table|kvp|bash, -S COLUMN (sort),
                -R (reverse), -d DEPTH, -q (quiet). It asks the broker of this data folder over its control socket, so those
                that say how the HTTP API is reached (-P, --ssl ...) mean nothing. Options are also taken from the section [default]
                of ~/.rabbitmqadmin.conf, or from another section (-N NODE) of another file (-c FILE).

                  list %s [<column>...]
                  show overview [<column>...]
                """.formatted(String.join("|", AdminLists.KINDS))
                + Stream.concat(ALL.entrySet().stream(), OF_MESSAGES.entrySet().stream()).map(AdminUsage::line).collect(Collectors.joining("\n"))
                + "\n  export <file>\n  import <file>"
                + "\n\nWith -V, export and import are about one virtual host. Without payload, publish reads standard input.";
    }

    private static String line(Map.Entry<String, AdminUsage> entry) {
        String needed = entry.getValue().mandatory.stream().map(name -> name + "=...").collect(Collectors.joining(" "));
        String other = entry.getValue().optional.stream().map(name -> name + "=...").collect(Collectors.joining(" "));
        return "  " + entry.getKey() + " " + needed + (other.isEmpty() ? "" : " [" + other + "]");
    }
}
