package dev.leveret.server.policy;

import dev.leveret.amqp.text.ArgumentText;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.pattern.BoundedPattern;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** What RabbitMQ refuses in a policy, in its words (3.10 as observed) and in its order. */
final class PolicyChecks {

    private PolicyChecks() {}

    static void pattern(String pattern) {
        try {
            BoundedPattern.of(pattern);
        } catch (PatternSyntaxException e) {
            throw new PolicyException("pattern should be regular expression but is invalid: {\"" + e.getDescription()
                    + "\"," + Math.max(0, e.getIndex()) + "}");
        }
    }

    static void definition(PolicyKind kind, FieldTable definition) {
        if (definition.isEmpty()) {
            throw new PolicyException("no policy provided");
        }
        List<FieldTable.Entry> inOrder = definition.entries().stream()
                .sorted(Comparator.comparing(FieldTable.Entry::name))
                .toList();
        for (FieldTable.Entry entry : inOrder) {
            key(kind, entry).ifPresent(key -> value(key, entry.value()));
        }
        String unknown = inOrder.stream()
                .filter(entry -> key(kind, entry).isEmpty())
                .map(entry -> "{" + ArgumentText.term(FieldValue.text(entry.name())) + "," + ArgumentText.term(entry.value()) + "}")
                .collect(Collectors.joining(","));
        if (!unknown.isEmpty()) {
            throw new PolicyException("[" + unknown + "] are not recognised policy settings");
        }
    }

    private static Optional<PolicyKey> key(PolicyKind kind, FieldTable.Entry entry) {
        return PolicyKey.named(entry.name()).filter(key -> key.isOf(kind));
    }

    private static void value(PolicyKey key, FieldValue value) {
        if (!key.admits(value)) {
            throw new PolicyException(ArgumentText.term(value) + " is not a valid " + key.noun());
        }
    }
}
