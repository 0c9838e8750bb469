package dev.leveret.server.control.verb;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Binding;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.RouteTarget;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.json.JsonValue;
import dev.leveret.server.vhost.VirtualHost;
import dev.leveret.server.vhost.VirtualHosts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Exchanges and bindings. */
public final class RoutingRequests {

    private record Placed(VirtualHost host, Exchange exchange) {}

    /** The default exchange has a binding to every queue, which is kept nowhere. */
    private record Line(String source, String destination, boolean isToExchange, String key, FieldTable arguments) {

        static Line of(Binding binding) {
            return new Line(
                    binding.source().name(), binding.destination().name(), binding.destination() instanceof Exchange,
                    binding.bindingKey(), binding.arguments());
        }
    }

    private final VirtualHosts hosts;
    private final Columns<Placed> exchanges = new Columns<>(exchangeColumns(), "name", "type");
    private final Columns<Line> bindings = new Columns<>(
            bindingColumns(),
            "source_name", "source_kind", "destination_name", "destination_kind", "routing_key", "arguments");

    public RoutingRequests(VirtualHosts hosts) {
        this.hosts = hosts;
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("list_exchanges", this::listExchanges);
        verbs.put("list_bindings", this::listBindings);
    }

    private static Map<String, Function<Placed, JsonValue>> exchangeColumns() {
        Map<String, Function<Placed, JsonValue>> columns = new LinkedHashMap<>();
        columns.put("name", placed -> new JsonValue.Text(placed.exchange().name()));
        columns.put("type", placed -> new JsonValue.Text(placed.exchange().type().wireName()));
        columns.put("durable", placed -> new JsonValue.Bool(placed.exchange().durable()));
        columns.put("auto_delete", placed -> new JsonValue.Bool(placed.exchange().autoDelete()));
        columns.put("internal", placed -> new JsonValue.Bool(placed.exchange().internal()));
        columns.put("arguments", placed -> ArgumentCells.of(placed.exchange().arguments()));
        columns.put("policy", placed -> ArgumentCells.policy(placed.host().policies().of(placed.exchange())));
        return columns;
    }

    private static Map<String, Function<Line, JsonValue>> bindingColumns() {
        Map<String, Function<Line, JsonValue>> columns = new LinkedHashMap<>();
        columns.put("source_name", line -> new JsonValue.Text(line.source()));
        columns.put("source_kind", line -> new JsonValue.Text("exchange"));
        columns.put("destination_name", line -> new JsonValue.Text(line.destination()));
        columns.put("destination_kind", line -> new JsonValue.Text(line.isToExchange() ? "exchange" : "queue"));
        columns.put("routing_key", line -> new JsonValue.Text(line.key()));
        columns.put("arguments", line -> ArgumentCells.of(line.arguments()));
        return columns;
    }

    private void listExchanges(CommandWords words, Output out) throws RequestException {
        List<String> asked = exchanges.asked(words);
        out.tell("Listing exchanges for vhost " + words.vhost() + " ...");
        VirtualHost host = Answers.host(hosts, words);
        List<Placed> all = host.topology().exchanges().stream()
                .sorted(Comparator.comparing(Exchange::name))
                .map(exchange -> new Placed(host, exchange))
                .toList();
        out.table(asked, exchanges.rows(asked, all));
    }

    private void listBindings(CommandWords words, Output out) throws RequestException {
        List<String> asked = bindings.asked(words);
        out.tell("Listing bindings for vhost " + words.vhost() + "...");
        VirtualHost host = Answers.host(hosts, words);
        List<Line> lines = new ArrayList<>();
        host.topology().queues().stream().map(RouteTarget::name).sorted().forEach(
                queue -> lines.add(new Line("", queue, false, queue, FieldTable.EMPTY)));
        host.bindings().forEach(binding -> lines.add(Line.of(binding)));
        out.table(asked, bindings.rows(asked, lines));
    }
}
