package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.vhost.BindingRequest;
import dev.leveret.server.vhost.QueueDeclaration;
import dev.leveret.store.AccessDefinition;
import dev.leveret.store.VirtualHostDefinition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a definitions.json says, each object checked for itself. Filled while one is read. */
final class Definitions {

    /** A policy, or an operator policy. */
    record PolicyEntry(String vhost, Policy policy) {}

    record QueueEntry(String vhost, QueueDeclaration queue) {

        @Override
        public String toString() {
            return "queue '" + queue.name() + "' in vhost '" + vhost + "'";
        }
    }

    record ExchangeEntry(String vhost, ExchangeDeclaration exchange) {

        @Override
        public String toString() {
            return "exchange '" + exchange.name() + "' in vhost '" + vhost + "'";
        }
    }

    record BindingEntry(String vhost, boolean toExchange, BindingRequest binding) {

        @Override
        public String toString() {
            return "binding from '" + binding.source() + "' to '" + binding.destination() + "' in vhost '" + vhost + "'";
        }
    }

    final List<VirtualHostDefinition> virtualHosts = new ArrayList<>();
    final List<AccessDefinition.User> users = new ArrayList<>();
    final List<AccessDefinition.Permission> permissions = new ArrayList<>();
    final List<AccessDefinition.TopicPermission> topicPermissions = new ArrayList<>();
    /** By virtual host. */
    final Map<String, FieldTable> limits = new HashMap<>();

    final List<PolicyEntry> policies = new ArrayList<>();

    /** No two of one name in one virtual host: the first counts, as in RabbitMQ. */
    final List<QueueEntry> queues = new ArrayList<>();

    /** The same. */
    final List<ExchangeEntry> exchanges = new ArrayList<>();

    final List<BindingEntry> bindings = new ArrayList<>();

    /** By name. */
    final Map<String, JsonValue> globalParameters = new LinkedHashMap<>();

    /** What there is no use for here, each in a few words. */
    final List<String> ignored = new ArrayList<>();

    private final Set<List<String>> queueNames = new HashSet<>();
    private final Set<List<String>> exchangeNames = new HashSet<>();

    void add(QueueEntry entry) {
        if (queueNames.add(List.of(entry.vhost(), entry.queue().name()))) {
            queues.add(entry);
        }
    }

    void add(ExchangeEntry entry) {
        if (exchangeNames.add(List.of(entry.vhost(), entry.exchange().name()))) {
            exchanges.add(entry);
        }
    }

    /** Whether anything belongs to that virtual host. */
    boolean needs(String vhost) {
        return Stream.of(
                        permissions.stream().map(AccessDefinition.Permission::vhost),
                        topicPermissions.stream().map(AccessDefinition.TopicPermission::vhost),
                        limits.keySet().stream(),
                        policies.stream().map(PolicyEntry::vhost),
                        queues.stream().map(QueueEntry::vhost),
                        exchanges.stream().map(ExchangeEntry::vhost),
                        bindings.stream().map(BindingEntry::vhost))
                .flatMap(hosts -> hosts)
                .anyMatch(vhost::equals);
    }
}
