package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonException;
import dev.leveret.server.json.JsonReader;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import java.util.Optional;

/** Words of a command that are JSON. */
final class JsonWords {

    private JsonWords() {}

    /** An object as a table. */
    static FieldTable table(String text) throws RequestException {
        try {
            if (JsonReader.read(text) instanceof JsonValue.Members members) {
                Optional<String> obstacle = JsonTables.obstacle(members);
                if (obstacle.isPresent()) {
                    throw invalid("a definition with " + obstacle.get());
                }
                return JsonTables.table(members);
            }
            throw invalid("a definition is a JSON object");
        } catch (JsonException e) {
            throw new RequestException(ExitCode.UNAVAILABLE, "JSON decoding error. Reason: " + e.getMessage(), e);
        }
    }

    /** Something can't be set like that. */
    static RequestException invalid(String reason) {
        return new RequestException(ExitCode.UNAVAILABLE, "Validation failed\n\n" + reason + "\n");
    }
}
