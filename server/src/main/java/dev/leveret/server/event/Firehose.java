package dev.leveret.server.event;

import dev.leveret.amqp.error.AmqpException;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import java.nio.charset.StandardCharsets;

/**
 * Copies of all messages that are published and delivered in one virtual host, at its exchange {@code amq.rabbitmq.trace},
 * while it is on. Source: RabbitMQ doc page "Firehose Tracer". From all loops; it is off after each start.
 */
public final class Firehose {

    /** What is published here is not copied again. */
    static final String EXCHANGE = "amq.rabbitmq.trace";

    /** The header that has the properties of the message. */
    static final String PROPERTIES = "properties";

    private static final int KEY_BYTES_MAX = 255;

    private final OwnMessages messages;
    private final NodeIdentity node;
    private volatile boolean on;

    /** Of a virtual host whose predeclared exchanges are there. */
    public Firehose(Topology topology, Router router, BrokerEvents events) {
        this.messages = new OwnMessages(router, topology.exchange(EXCHANGE));
        this.node = events.node();
    }

    /** Whether messages are copied. One volatile read. */
    public boolean isOn() {
        return on;
    }

    /** Turns it on or off, for all channels that are open too. From any thread. */
    public void turn(boolean isOn) {
        on = isOn;
    }

    /** Whether anybody would see a copy. */
    boolean wanted() {
        return messages.wanted();
    }

    /** What stands in the header {@code node}. */
    String nodeName() {
        return node.name();
    }

    /** Puts a copy, with these headers and nothing else, where such copies go. On that loop. */
    void copy(BrokerLoop loop, String routingKey, FieldTable headers, Message original) {
        Address address = Address.of(EXCHANGE, cut(routingKey));
        messages.publish(loop, original.withAddress(address).withHeader(header(headers)).arrivedAt(loop.nowMillis()));
    }

    private static ContentHeader header(FieldTable headers) {
        try {
            return ContentHeader.of(BasicProperties.builder().headers(headers).build());
        } catch (AmqpException tooDeep) {
            // A table that is nested as deeply as it may be can't be part of another one.
            FieldTable without = headers.with(PROPERTIES, new FieldValue.Table(FieldTable.EMPTY));
            return ContentHeader.of(BasicProperties.builder().headers(without).build());
        }
    }

    /** A name of 255 bytes has no room for the word before it. */
    private static String cut(String key) {
        String fitting = key;
        while (fitting.getBytes(StandardCharsets.UTF_8).length > KEY_BYTES_MAX) {
            fitting = fitting.substring(0, fitting.offsetByCodePoints(fitting.length(), -1));
        }
        return fitting;
    }
}
