package dev.leveret.store.record;

import dev.leveret.amqp.value.ArgumentWriter;
import dev.leveret.store.AccessDefinition.Permission;
import dev.leveret.store.AccessDefinition.TopicPermission;
import dev.leveret.store.AccessDefinition.User;
import dev.leveret.store.BindingDefinition;
import dev.leveret.store.DefinitionVisitor;
import dev.leveret.store.ExchangeDefinition;
import dev.leveret.store.GlobalParameterDefinition;
import dev.leveret.store.PolicyDefinition;
import dev.leveret.store.QueueDefinition;
import dev.leveret.store.ReturnCount;
import dev.leveret.store.VirtualHostDefinition;

/** Writes the kind of a definition and the fields that are its identity. */
record IdentityWriter(ArgumentWriter out) implements DefinitionVisitor {

    @Override
    public void exchange(ExchangeDefinition exchange) {
        out.putOctet(DefinitionRecord.EXCHANGE);
        out.putLongString(exchange.vhost());
        out.putLongString(exchange.name());
    }

    @Override
    public void queue(QueueDefinition queue) {
        out.putOctet(DefinitionRecord.QUEUE);
        out.putLongString(queue.vhost());
        out.putLongString(queue.name());
    }

    @Override
    public void binding(BindingDefinition binding) {
        out.putOctet(DefinitionRecord.BINDING);
        out.putLongString(binding.vhost());
        out.putLongString(binding.source());
        out.putBits(binding.toExchange());
        out.putLongString(binding.destination());
        out.putLongString(binding.routingKey());
        out.putTable(binding.arguments());
    }

    @Override
    public void policy(PolicyDefinition policy) {
        out.putOctet(DefinitionRecord.POLICY);
        out.putLongString(policy.vhost());
        out.putBits(policy.operator());
        out.putLongString(policy.name());
    }

    @Override
    public void virtualHost(VirtualHostDefinition virtualHost) {
        out.putOctet(DefinitionRecord.VIRTUAL_HOST);
        out.putLongString(virtualHost.name());
    }

    @Override
    public void globalParameter(GlobalParameterDefinition parameter) {
        out.putOctet(DefinitionRecord.GLOBAL_PARAMETER);
        out.putLongString(parameter.name());
    }

    @Override
    public void returnCount(ReturnCount count) {
        out.putOctet(DefinitionRecord.RETURN_COUNT);
        out.putLongLong(count.queueId());
        out.putLongLong(count.position());
    }

    @Override
    public void user(User user) {
        out.putOctet(DefinitionRecord.USER);
        out.putLongString(user.name());
    }

    @Override
    public void permission(Permission permission) {
        out.putOctet(DefinitionRecord.PERMISSION);
        out.putLongString(permission.user());
        out.putLongString(permission.vhost());
    }

    @Override
    public void topicPermission(TopicPermission permission) {
        out.putOctet(DefinitionRecord.TOPIC_PERMISSION);
        out.putLongString(permission.user());
        out.putLongString(permission.vhost());
        out.putLongString(permission.exchange());
    }
}
