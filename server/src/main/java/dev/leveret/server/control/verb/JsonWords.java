package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.json.JsonWriter;
import java.util.Optional;
import java.util.TreeMap;

/** Words of a command that are JSON. */
final class JsonWords {

    private JsonWords() {}

    /** An object as a table. */
    static FieldTable table(String text) throws RequestException {
        if (value(text) instanceof JsonValue.Members members) {
            Optional<String> obstacle = JsonTables.obstacle(members);
            if (obstacle.isPresent()) {
                throw invalid("a definition with " + obstacle.get());
            }
            return JsonTables.table(members);
        }
        throw invalid("a definition is a JSON object");
    }

    /** Whatever it is. */
    static JsonValue value(String text) throws RequestException {
        try {
            return JsonReader.read(text);
        } catch (JsonException e) {
            throw new RequestException(ExitCode.UNAVAILABLE, "JSON decoding error. Reason: " + e.getMessage(), e);
        }
    }

    /** A table as an object. RabbitMQ keeps these as maps, so that they come in the order of their names. */
    static JsonValue sorted(FieldTable table) {
        return new JsonValue.Members(new TreeMap<>(JsonTables.json(table).members()));
    }

    /** The same as text. */
    static String text(FieldTable table) {
        return JsonWriter.write(sorted(table));
    }

    /** Something can't be set like that. */
    static RequestException invalid(String reason) {
        return new RequestException(ExitCode.UNAVAILABLE, "Validation failed\n\n" + reason + "\n");
    }
}
