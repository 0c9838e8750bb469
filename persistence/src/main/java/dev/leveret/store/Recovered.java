package dev.leveret.store;

import java.util.List;

/**
 * What was there at the start.
 *
 * @param roundsSinceCheckpoint how many rounds only the journal had; 0 after a clean end
 */
public record Recovered(
        List<ExchangeDefinition> exchanges,
        List<RecoveredQueue> queues,
        List<BindingDefinition> bindings,
        List<PolicyDefinition> policies,
        List<VirtualHostDefinition> virtualHosts,
        List<AccessDefinition> access,
        List<GlobalParameterDefinition> globalParameters,
        long roundsSinceCheckpoint) {}
