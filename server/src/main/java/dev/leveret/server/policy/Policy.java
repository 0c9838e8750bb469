package dev.leveret.server.policy;

import dev.leveret.amqp.value.FieldTable;
import java.util.List;
import java.util.Objects;

/**
 * A policy, or an operator policy (RabbitMQ's page "Policies"). Kind and name are its identity within a virtual host.
 *
 * @param pattern a regular expression, which is searched in the names of objects, not matched with all of them
 * @param priority of those that fit an object the one of the highest priority applies to it; may be negative
 * @param definition what it asks for, by the names of arguments without {@code x-}
 */
public record Policy(
        PolicyKind kind, String name, String pattern, ApplyTo applyTo, int priority, FieldTable definition) {

    public Policy {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(name);
        Objects.requireNonNull(pattern);
        Objects.requireNonNull(applyTo);
        Objects.requireNonNull(definition);
    }

    /**
     * Refuses what RabbitMQ refuses.
     *
     * @throws PolicyException if the pattern is no regular expression, or the definition has an unknown key or a bad value
     */
    public void requireValid() {
        PolicyChecks.pattern(pattern);
        PolicyChecks.definition(kind, definition);
    }

    /** The keys from which nothing follows here. */
    public List<String> meaninglessKeys() {
        return definition.entries().stream()
                .map(FieldTable.Entry::name)
                .filter(name -> PolicyKey.named(name).filter(PolicyKey::hasMeaning).isEmpty())
                .toList();
    }
}
