package dev.leveret.server.event;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.routing.Exchange;
import dev.leveret.routing.ExchangeDeclaration;
import dev.leveret.routing.ExchangeType;
import dev.leveret.routing.Router;
import dev.leveret.routing.Topology;
import dev.leveret.server.loop.BrokerLoop;
import dev.leveret.server.loop.BrokerLoops;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The event exchange: what happens in the broker, as messages of the topic exchange {@code amq.rabbitmq.event} in one virtual
 * host. From all loops; nothing is made while nothing is bound there.
 */
public final class BrokerEvents {

    private static final String NAME = "amq.rabbitmq.event";
    private static final int PERSISTENT = 2;
    private static final byte[] NO_BODY = {};

    private final BrokerLoops loops;
    private final NodeIdentity node;
    private final String home;
    private final EventHeaders headers;
    private final AtomicLong channels = new AtomicLong();

    /** Null before its virtual host is there. */
    private volatile OwnMessages messages;

    /** @param home the virtual host that the exchange is in */
    public BrokerEvents(BrokerLoops loops, NodeIdentity node, String home) {
        this.loops = loops;
        this.node = node;
        this.home = home;
        this.headers = new EventHeaders(node);
    }

    /** Gives a virtual host that is being made the exchange, if it is the one to have it. */
    public void settle(Topology topology, Router router) {
        if (topology.vhost().equals(home)) {
            Exchange exchange = topology.predeclare(
                    new ExchangeDeclaration(NAME, ExchangeType.TOPIC, true, false, true, FieldTable.EMPTY));
            messages = new OwnMessages(router, exchange);
        }
    }

    /** Whether the exchange is in the virtual host of that name, or will be when there is one. */
    public boolean isIn(String vhost) {
        return home.equals(vhost);
    }

    /** Whether an event would be seen by anybody; whoever has one asks first. Costs two volatile reads. */
    public boolean wanted() {
        OwnMessages there = messages;
        return there != null && there.wanted();
    }

    /** Publishes an event at the end of the loop's turn. On that loop. */
    public void emit(BrokerLoop loop, BrokerEvent event) {
        if (wanted()) {
            messages.publish(loop, message(event, loop.nowMillis()));
        }
    }

    /** The same from any thread. */
    public void emit(BrokerEvent event) {
        if (wanted()) {
            BrokerLoop loop = loops.at(0);
            loop.execute(() -> emit(loop, event));
        }
    }

    private Message message(BrokerEvent event, long nowMillis) {
        BasicProperties properties = BasicProperties.builder()
                .headers(headers.of(event).put("timestamp_in_ms", nowMillis).build())
                .deliveryMode(PERSISTENT)
                .timestamp(nowMillis / 1000)
                .build();
        Address address = Address.of(NAME, EventHeaders.routingKey(event));
        return Message.of(address, ContentHeader.of(properties), NO_BODY, nowMillis);
    }

    /** As events name it. */
    public NodeIdentity node() {
        return node;
    }

    /** A number for a channel that is being opened, unique in this run of the broker. */
    long newChannelId() {
        return channels.incrementAndGet();
    }
}
