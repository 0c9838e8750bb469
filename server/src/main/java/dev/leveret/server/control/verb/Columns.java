package dev.leveret.server.control.verb;

import dev.leveret.server.config.ListColumns;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a list can say about each thing in it.
 *
 * @param byName in the order of the words of a message about them
 * @param usual those that are listed if none are asked for
 */
record Columns<T>(Map<String, Function<T, JsonValue>> byName, String... usual) {

    /** The columns that a command asks for, with spaces or commas between them, each of them once. */
    List<String> asked(CommandWords words) throws RequestException {
        List<String> asked = words.arguments().stream()
                .flatMap(word -> Stream.of(word.split(",")))
                .filter(name -> !name.isEmpty())
                .distinct()
                .toList();
        List<String> unknown = asked.stream().filter(name -> !byName.containsKey(name)).toList();
        if (!unknown.isEmpty()) {
            throw words.misused("Info key(s) " + String.join(",", unknown) + " are not supported"
                    + notCounted(unknown, ListColumns.notCounted(words.verb())));
        }
        return asked.isEmpty() ? List.of(usual) : asked;
    }

    /** RabbitMQ has some of them: it is said why they are not here. */
    private static String notCounted(List<String> unknown, List<String> ofRabbitMq) {
        String names = unknown.stream().filter(ofRabbitMq::contains).collect(Collectors.joining(", "));
        return names.isEmpty() ? "" : ". Leveret does not count " + names;
    }

    List<List<JsonValue>> rows(List<String> columns, List<T> things) {
        return things.stream()
                .map(thing -> columns.stream().map(column -> byName.get(column).apply(thing)).toList())
                .toList();
    }
}
