package dev.leveret.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.kept.KeptMemory;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.function.Executable;

/** A virtual host to declare things in and publish to, with names for everything. */
final class TestVirtualHost {

    final KeptMemory memory = new KeptMemory(1 << 20);
    final Topology topology = new Topology("/", memory);
    final Router router = new Router(topology);
    final Destinations destinations = new Destinations();

    TestQueue queue(String name) {
        TestQueue queue = new TestQueue(name, true);
        topology.addQueue(queue);
        return queue;
    }

    Exchange exchange(String name, ExchangeType type) {
        boolean needsSize = type == ExchangeType.DEDUPLICATION;
        return exchange(name, type, needsSize ? FieldTable.of("x-cache-size", FieldValue.text("100")) : FieldTable.EMPTY);
    }

    Exchange autoDelete(String name) {
        return exchange(new ExchangeDeclaration(name, ExchangeType.FANOUT, true, true, false, FieldTable.EMPTY));
    }

    Exchange withAlternate(String name, ExchangeType type, String alternate) {
        FieldTable arguments = FieldTable.of("alternate-exchange", FieldValue.text(alternate));
        return exchange(new ExchangeDeclaration(name, type, true, false, false, arguments));
    }

    Exchange exchange(String name, ExchangeType type, FieldTable arguments) {
        return exchange(new ExchangeDeclaration(name, type, true, false, false, arguments));
    }

    private Exchange exchange(ExchangeDeclaration declaration) {
        topology.declareExchange(declaration);
        return topology.exchange(declaration.name());
    }

    void bind(String exchange, String queue, String key) {
        topology.bindQueue(exchange, queue, key, FieldTable.EMPTY);
    }

    void bind(String exchange, String queue, FieldTable arguments) {
        topology.bindQueue(exchange, queue, "", arguments);
    }

    Removals unbind(String exchange, String queue, String key) {
        return topology.unbindQueue(exchange, queue, key, FieldTable.EMPTY);
    }

    void bindExchange(String source, String destination, String key) {
        topology.bindExchange(source, destination, key, FieldTable.EMPTY);
    }

    /** The names of the queues that a message goes to; fails if it goes to one of them twice. */
    Set<String> route(String exchange, String key) {
        return route(exchange, key, null);
    }

    Set<String> route(String exchange, String key, FieldTable headers) {
        return route(message(exchange, key, headers));
    }

    Set<String> route(Message message) {
        router.route(topology.requirePublishable(message.address().exchange()), message, destinations);
        Set<String> names = Arrays.stream(destinations.toArray())
                .map(RouteTarget::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(names.size(), destinations.count(), "a queue is reached twice");
        return names;
    }

    static Message message(String exchange, String key, FieldTable headers) {
        var properties = BasicProperties.builder().contentType("text/plain").headers(headers).build();
        return Message.of(Address.of(exchange, key), ContentHeader.of(properties), new byte[] {1}, 0);
    }

    static FieldValue texts(String... texts) {
        return new FieldValue.Array(Arrays.stream(texts).<FieldValue>map(FieldValue::text).toList());
    }

    static List<String> names(List<Exchange> exchanges) {
        return exchanges.stream().map(Exchange::name).toList();
    }

    /** That an action is refused with exactly this reply text. */
    static void assertRefused(String replyText, Executable action) {
        assertEquals(replyText, assertThrows(AmqpException.class, action).error().replyText());
    }
}
