package dev.leveret.server.control.verb;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.policy.EffectivePolicy;
import java.util.ArrayList;
import java.util.List;

/** Values of a list in which rabbitmqctl has a form of its own. */
final class ArgumentCells {

    private ArgumentCells() {}

    /** A list with name, type and value of each. */
    static JsonValue of(FieldTable table) {
        List<JsonValue> triples = new ArrayList<>();
        JsonValue.Members values = JsonTables.json(table);
        table.entries().forEach(entry -> triples.add(new JsonValue.Elements(List.of(
                new JsonValue.Text(entry.name()),
                new JsonValue.Text(ArgumentText.typeName(entry.value())),
                values.get(entry.name())))));
        return new JsonValue.Elements(triples);
    }

    static JsonValue policy(EffectivePolicy policy) {
        return new JsonValue.Text(policy.policy() == null ? "" : policy.policy());
    }

    static JsonValue operatorPolicy(EffectivePolicy policy) {
        return new JsonValue.Text(policy.operatorPolicy() == null ? "" : policy.operatorPolicy());
    }
}
