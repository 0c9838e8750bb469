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

/** Writes what of a definition is not its identity. */
record ContentWriter(ArgumentWriter out) implements DefinitionVisitor {

    @Override
    public void exchange(ExchangeDefinition exchange) {
        out.putLongString(exchange.type());
        out.putBits(exchange.durable(), exchange.autoDelete(), exchange.internal());
        out.putTable(exchange.arguments());
    }

    @Override
    public void queue(QueueDefinition queue) {
        out.putLongLong(queue.id());
        out.putBits(queue.autoDelete());
        out.putTable(queue.arguments());
        out.putOctet(queue.priorityMax());
    }

    @Override
    public void binding(BindingDefinition binding) {
        // All of it is the identity.
    }

    @Override
    public void policy(PolicyDefinition policy) {
        out.putLongString(policy.pattern());
        out.putLongString(policy.applyTo());
        out.putLongLong(policy.priority());
        out.putTable(policy.definition());
    }

    @Override
    public void virtualHost(VirtualHostDefinition virtualHost) {
        out.putTable(virtualHost.metadata());
        out.putTable(virtualHost.limits());
    }

    @Override
    public void globalParameter(GlobalParameterDefinition parameter) {
        out.putTable(parameter.content());
    }

    @Override
    public void returnCount(ReturnCount count) {
        out.putLongLong(count.returns());
    }

    @Override
    public void user(User user) {
        out.putLongString(user.hash());
        out.putLongString(user.algorithm());
        out.putShort(user.tags().size());
        user.tags().forEach(out::putLongString);
        out.putTable(user.limits());
    }

    @Override
    public void permission(Permission permission) {
        out.putLongString(permission.configure());
        out.putLongString(permission.write());
        out.putLongString(permission.read());
    }

    @Override
    public void topicPermission(TopicPermission permission) {
        out.putLongString(permission.write());
        out.putLongString(permission.read());
    }
}
