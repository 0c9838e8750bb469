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
     * A durable queue, or something that the broker keeps as one.
     *
     * @param levels those that were ever used, in the order of priorities
     */
    public record Queue(QueueDefinition definition, List<Level> levels) {

        public Queue {
            levels = List.copyOf(levels);
        }

        /** How many messages are stored, of all priorities. */
        public long messages() {
            return levels.stream().mapToLong(Level::messages).sum();
        }

        /** What their bodies take. */
        public long bytes() {
            return levels.stream().mapToLong(Level::bytes).sum();
        }
    }

    /**
     * What a queue has of one priority.
     *
     * @param messages that are stored
     * @param bytes of their bodies
     */
    public record Level(int priority, long messages, long bytes) {}

    public StoreReport {
        exchanges = List.copyOf(exchanges);
        queues = List.copyOf(queues);
        bindings = List.copyOf(bindings);
        policies = List.copyOf(policies);
        virtualHosts = List.copyOf(virtualHosts);
    }
}
