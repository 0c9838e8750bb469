package dev.leveret.server.definitions;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.json.JsonTables;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.policy.Policy;
import dev.leveret.server.policy.PolicyKind;
import dev.leveret.server.vhost.QueueRef;
import dev.leveret.server.vhost.VirtualHost;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is defined in one virtual host, as JSON.
 *
 * @param limits what is stored of these
 * @param named whether queues, exchanges and bindings say where they belong; policies and parameters always do, as in RabbitMQ
 */
record HostExport(VirtualHost host, FieldTable limits, boolean named) {

    private JsonValue.Builder object() {
        return named ? JsonValue.object().put("vhost", host.name()) : JsonValue.object();
    }

    List<JsonValue> policies() {
        return host.policies().list(PolicyKind.USER).stream()
                .map(each -> (JsonValue) policy(each, JsonValue.object().put("vhost", host.name()).put("name", each.name())).build())
                .toList();
    }

    /** Operator policies, and limits where RabbitMQ reads them. */
    List<JsonValue> parameters() {
        Stream<JsonValue> policies = host.policies().list(PolicyKind.OPERATOR).stream().map(each ->
                parameter("operator_policy", each.name(), policy(each, JsonValue.object()).build()));
        Stream<JsonValue> limited = limits.isEmpty()
                ? Stream.of() : Stream.of(parameter("vhost-limits", "limits", JsonTables.json(limits)));
        return Stream.concat(policies, limited).toList();
    }

    private JsonValue parameter(String component, String name, JsonValue value) {
        return JsonValue.object()
                .put("component", component)
                .put("vhost", host.name())
                .put("name", name)
                .put("value", value)
                .build();
    }

    /** A policy's own fields, behind what is there already. */
    private static JsonValue.Builder policy(Policy policy, JsonValue.Builder object) {
        return object.put("pattern", policy.pattern())
                .put("apply-to", policy.applyTo().word())
                .put("definition", JsonTables.json(policy.definition()))
                .put("priority", policy.priority());
    }

    List<JsonValue> queues() {
        return host.topology().queues().stream()
                .sorted(Comparator.comparing(RouteTarget::name))
                .map(queue -> (QueueRef) queue)
                .filter(queue -> !queue.settings().exclusive())
                .map(queue -> (JsonValue) object()
                        .put("name", queue.name())
                        .put("type", queue.settings().type().wireName())
                        .put("durable", queue.durable())
                        .put("auto_delete", queue.settings().autoDelete())
                        .put("arguments", JsonTables.json(queue.settings().arguments()))
                        .build())
                .toList();
    }

    List<JsonValue> exchanges() {
        return host.topology().exchanges().stream()
                .map(Exchange::declaration)
                .filter(exchange -> !exchange.name().isEmpty() && !exchange.name().startsWith("amq."))
                .sorted(Comparator.comparing(ExchangeDeclaration::name))
                .map(exchange -> (JsonValue) object()
                        .put("name", exchange.name())
                        .put("type", exchange.type().wireName())
                        .put("durable", exchange.durable())
                        .put("auto_delete", exchange.autoDelete())
                        .put("internal", exchange.internal())
                        .put("arguments", JsonTables.json(exchange.arguments()))
                        .build())
                .toList();
    }

    List<JsonValue> bindings() {
        return host.bindings().stream().filter(HostExport::isExported).map(this::binding).toList();
    }

    private static boolean isExported(Binding binding) {
        return !(binding.destination() instanceof QueueRef queue) || !queue.settings().exclusive();
    }

    private JsonValue binding(Binding binding) {
        return object()
                .put("source", binding.source().name())
                .put("destination", binding.destination().name())
                .put("destination_type", binding.destination() instanceof Exchange ? "exchange" : "queue")
                .put("routing_key", binding.bindingKey())
                .put("arguments", JsonTables.json(binding.arguments()))
                .build();
    }
}
