package dev.leveret.store;

import java.util.List;

/** What was there at the start. */
public record Recovered(
        List<ExchangeDefinition> exchanges, List<RecoveredQueue> queues, List<BindingDefinition> bindings) {}
