package dev.leveret.server.policy;

import dev.leveret.amqp.value.FieldTable;

/**
 * What policies come to for one queue or exchange.
 *
 * @param policy the name of the one that applies; null: none does
 * @param operatorPolicy the same of the operator's
 * @param definition both together
 */
public record EffectivePolicy(String policy, String operatorPolicy, FieldTable definition) {

    /** No policy applies. */
    public static final EffectivePolicy NONE = new EffectivePolicy(null, null, FieldTable.EMPTY);
}
