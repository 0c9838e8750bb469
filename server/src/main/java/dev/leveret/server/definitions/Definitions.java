package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a definitions.json says, each object checked for itself. Filled while one is read. */
final class Definitions {

    /** A policy, or an operator policy. */
    record PolicyEntry(String vhost, Policy policy) {}

    record QueueEntry(String vhost, QueueDeclaration queue) {}

    record ExchangeEntry(String vhost, ExchangeDeclaration exchange) {}

    record BindingEntry(String vhost, boolean toExchange, BindingRequest binding) {}

    final List<VirtualHostDefinition> virtualHosts = new ArrayList<>();
    final List<AccessDefinition.User> users = new ArrayList<>();
    final List<AccessDefinition.Permission> permissions = new ArrayList<>();
    final List<AccessDefinition.TopicPermission> topicPermissions = new ArrayList<>();
    /** By virtual host. */
    final Map<String, FieldTable> limits = new HashMap<>();

    final List<PolicyEntry> policies = new ArrayList<>();
    final List<QueueEntry> queues = new ArrayList<>();
    final List<ExchangeEntry> exchanges = new ArrayList<>();
    final List<BindingEntry> bindings = new ArrayList<>();

    /** What there is no use for here, each in a few words. */
    final List<String> ignored = new ArrayList<>();
}
