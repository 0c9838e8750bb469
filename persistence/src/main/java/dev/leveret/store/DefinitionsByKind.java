package dev.leveret.store;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Collects what a start has found. */
final class DefinitionsByKind implements DefinitionVisitor {

    private final Function<QueueDefinition, RecoveredQueue> contents;
    private final List<ExchangeDefinition> exchanges = new ArrayList<>();
    private final List<RecoveredQueue> queues = new ArrayList<>();
    private final List<BindingDefinition> bindings = new ArrayList<>();
    private final List<PolicyDefinition> policies = new ArrayList<>();
    private final List<VirtualHostDefinition> virtualHosts = new ArrayList<>();
    private final List<AccessDefinition> access = new ArrayList<>();
    private final List<GlobalParameterDefinition> globalParameters = new ArrayList<>();

    /** @param contents finds what is in a queue */
    DefinitionsByKind(Function<QueueDefinition, RecoveredQueue> contents) {
        this.contents = contents;
    }

    /** @param rounds how many have been replayed */
    Recovered recovered(long rounds) {
        return new Recovered(exchanges, queues, bindings, policies, virtualHosts, access, globalParameters, rounds);
    }

    @Override
    public void exchange(ExchangeDefinition exchange) {
        exchanges.add(exchange);
    }

    @Override
    public void queue(QueueDefinition queue) {
        queues.add(contents.apply(queue));
    }

    @Override
    public void binding(BindingDefinition binding) {
        bindings.add(binding);
    }

    @Override
    public void policy(PolicyDefinition policy) {
        policies.add(policy);
    }

    @Override
    public void virtualHost(VirtualHostDefinition virtualHost) {
        virtualHosts.add(virtualHost);
    }

    @Override
    public void user(AccessDefinition.User user) {
        access.add(user);
    }

    @Override
    public void permission(AccessDefinition.Permission permission) {
        access.add(permission);
    }

    @Override
    public void topicPermission(AccessDefinition.TopicPermission permission) {
        access.add(permission);
    }

    @Override
    public void globalParameter(GlobalParameterDefinition parameter) {
        globalParameters.add(parameter);
    }

    @Override
    public void returnCount(ReturnCount count) {
        // With its queue.
    }
}
