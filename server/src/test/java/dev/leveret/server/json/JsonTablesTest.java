package dev.leveret.server.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.value.FieldTable;
import org.junit.jupiter.api.Test;

/** Field tables become JSON and come back. */
class JsonTablesTest {

    @Test
    void everythingThatRabbitMqExportsComesBackAsItWas() throws JsonException {
        String json = "{\"n\":-5,\"big\":315360000000,\"t\":\"a \\\"b\\\"\\n\",\"yes\":true,\"half\":0.5,\"none\":null,"
                + "\"list\":[1,\"x\",[]],\"inner\":{\"k\":1}}";
        FieldTable table = JsonTables.table((JsonValue.Members) JsonReader.read(json));
        assertEquals(json, JsonWriter.write(JsonTables.json(table)));
        assertEquals(table, JsonTables.table(JsonTables.json(table)));
        assertEquals(315_360_000_000L, table.get("big").integer().orElseThrow());
    }
}
