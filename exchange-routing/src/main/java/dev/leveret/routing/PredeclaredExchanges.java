package dev.leveret.routing;

import dev.leveret.amqp.value.FieldTable;
import java.util.List;

/**
 * The exchanges that every virtual host has from the start, all of them durable (AMQP 0-9-1 §3.1.3, RabbitMQ
 * docs, exchanges).
 */
final class PredeclaredExchanges {

    static final List<ExchangeDeclaration> ALL = List.of(
            open("", ExchangeType.DIRECT),
            open("amq.direct", ExchangeType.DIRECT),
            open("amq.fanout", ExchangeType.FANOUT),
            open("amq.headers", ExchangeType.HEADERS),
            open("amq.match", ExchangeType.HEADERS),
            open("amq.topic", ExchangeType.TOPIC),
            new ExchangeDeclaration("amq.rabbitmq.trace", ExchangeType.TOPIC, true, false, true, FieldTable.EMPTY));

    private PredeclaredExchanges() {}

    private static ExchangeDeclaration open(String name, ExchangeType type) {
        return new ExchangeDeclaration(name, type, true, false, false, FieldTable.EMPTY);
    }
}
