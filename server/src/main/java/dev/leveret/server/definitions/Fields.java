package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** The members of one object in a definitions.json. What is wrong with one is told with the object's name. */
final class Fields {

    /** What clients are told of in short strings, AMQP 0-9-1 §4.2.5.3. */
    private static final Set<String> NAMES =
            Set.of("name", "vhost", "user", "source", "destination", "exchange", "routing_key");

    private static final int NAME_SIZE_MAX = 255;

    private final String object;
    private final JsonValue.Members members;

    /** @param object what it is, for messages */
    Fields(String object, JsonValue.Members members) {
        this.object = object;
        this.members = members;
    }

    boolean has(String name) {
        JsonValue value = members.get(name);
        return value != null && !(value instanceof JsonValue.Null);
    }

    /** A text that has to be there. */
    String text(String name) throws DefinitionsException {
        if (!has(name)) {
            throw problem("there is no '" + name + "'");
        }
        return text(name, "");
    }

    String text(String name, String fallback) throws DefinitionsException {
        String read = value(name, fallback, "a text", value -> value instanceof JsonValue.Text text ? text.value() : null);
        if (NAMES.contains(name)) {
            requireShort(name, read);
        }
        return read;
    }

    private void requireShort(String name, String text) throws DefinitionsException {
        int size = text.getBytes(StandardCharsets.UTF_8).length;
        if (size > NAME_SIZE_MAX) {
            throw problem("'" + name + "' has " + size + " bytes, more than " + NAME_SIZE_MAX);
        }
        if (text.codePoints().anyMatch(each -> Character.getType(each) == Character.SURROGATE)) {
            throw problem("'" + name + "' is no text in Unicode");
        }
    }

    boolean bool(String name, boolean fallback) throws DefinitionsException {
        return value(name, fallback, "true or false", value -> value instanceof JsonValue.Bool bool ? bool.value() : null);
    }

    int whole(String name, int fallback) throws DefinitionsException {
        return value(name, fallback, "a whole number", value ->
                value instanceof JsonValue.Whole whole && (int) whole.value() == whole.value() ? (int) whole.value() : null);
    }

    /** An object, or nothing. RabbitMQ 3.10 writes some objects as a list of pairs, and so empty ones as an empty list. */
    FieldTable table(String name) throws DefinitionsException {
        Optional<String> obstacle = has(name) ? JsonTables.obstacle(members.get(name)) : Optional.empty();
        if (obstacle.isPresent()) {
            throw problem("'" + name + "' has " + obstacle.get());
        }
        return value(name, FieldTable.EMPTY, "an object", value -> switch (value) {
            case JsonValue.Members table -> JsonTables.table(table);
            case JsonValue.Elements pairs -> pairs(pairs);
            default -> null;
        });
    }

    private static FieldTable pairs(JsonValue.Elements pairs) {
        JsonValue.Builder members = JsonValue.object();
        for (JsonValue pair : pairs.elements()) {
            if (!(pair instanceof JsonValue.Elements two) || two.elements().size() != 2
                    || !(two.elements().getFirst() instanceof JsonValue.Text name)) {
                return null;
            }
            members.put(name.value(), two.elements().getLast());
        }
        return JsonTables.table(members.build());
    }

    /** A list of texts, or one text of words with commas between them. */
    List<String> words(String name) throws DefinitionsException {
        return value(name, List.of(), "a list of texts", value -> switch (value) {
            case JsonValue.Text text -> Arrays.stream(text.value().split(","))
                    .map(String::strip).filter(word -> !word.isEmpty()).toList();
            case JsonValue.Elements elements -> texts(elements);
            default -> null;
        });
    }

    private static List<String> texts(JsonValue.Elements elements) {
        List<String> texts = new ArrayList<>();
        for (JsonValue element : elements.elements()) {
            if (!(element instanceof JsonValue.Text text)) {
                return null;
            }
            texts.add(text.value());
        }
        return texts;
    }

    /** Whatever it is; it has to be there. */
    JsonValue any(String name) throws DefinitionsException {
        JsonValue value = members.get(name);
        if (value == null) {
            throw problem("there is no '" + name + "'");
        }
        return value;
    }

    /** The members of an object within this one, which has to be there. */
    Fields inner(String name) throws DefinitionsException {
        JsonValue.Members inner =
                value(name, null, "an object", value -> value instanceof JsonValue.Members within ? within : null);
        if (inner == null) {
            throw problem("there is no '" + name + "'");
        }
        return new Fields(object, inner);
    }

    private <T> T value(String name, T fallback, String expected, Function<JsonValue, T> reader)
            throws DefinitionsException {
        if (!has(name)) {
            return fallback;
        }
        T read = reader.apply(members.get(name));
        if (read == null) {
            throw problem("'" + name + "' is " + members.get(name).kind() + " and should be " + expected);
        }
        return read;
    }

    DefinitionsException problem(String what) {
        return new DefinitionsException(object + ": " + what);
    }
}
