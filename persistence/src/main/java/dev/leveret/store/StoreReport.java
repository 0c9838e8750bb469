package dev.leveret.store;

import java.util.List;

/**
 * What {@link StoreCheck} has found in a store in which everything fits.
 *
 * @param queues in the order of their ids
 * @param virtualHosts by name, those that have nothing in them too
 * @param userCount of users
 * @param roundsSinceCheckpoint how many rounds only the journal has
 * @param diskBytes of all files in the folder
 */
public record StoreReport(
        List<ExchangeDefinition> exchanges,
        List<Queue> queues,
        List<BindingDefinition> bindings,
        List<PolicyDefinition> policies,
        List<String> virtualHosts,
        long userCount,
        long roundsSinceCheckpoint,
        long diskBytes) {

    /**
     * A durable queue.
     *
     * @param messages that are stored
     * @param bytes of their bodies
     */
    public record Queue(QueueDefinition definition, long messages, long bytes) {}

    public StoreReport {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
        policies = List.copyOf(policies);
        virtualHosts = List.copyOf(virtualHosts);
    }
}
