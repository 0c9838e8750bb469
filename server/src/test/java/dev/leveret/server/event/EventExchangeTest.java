package dev.leveret.server.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameLimits;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.loop.SimulatedLoops;
import dev.leveret.server.vhost.SimulatedStore;
import dev.leveret.server.vhost.VirtualHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Events become messages of amq.rabbitmq.event, with the headers that RabbitMQ's plugin gives them. */
class EventExchangeTest {

    private final SimulatedLoops loops = new SimulatedLoops(2, 1);
    private final VirtualHost vhost = new SimulatedStore(loops.loops()).vhost("/");

    @Test
    void nothingIsWantedBeforeAnythingIsBound() {
        assertFalse(vhost.events().wanted());
        // when
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.event", "queue.*");
        // then
        assertTrue(vhost.events().wanted());
        assertEquals(List.of(), bound.keys());
    }

    @Test
    void eventIsPublishedAtTheEndOfTheTurnFromAnyLoopAndFromOutside() {
        // given
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.event", "alarm.*");
        // when
        loops.on(1, () -> vhost.events().emit(loops.at(1), new BrokerEvent.AlarmSet("disk")));
        List<String> set = bound.keys();
        vhost.events().emit(new BrokerEvent.AlarmCleared("disk"));
        // then
        assertEquals(List.of("alarm.set"), set);
        assertEquals(List.of("alarm.cleared"), bound.keys());
    }

    @Test
    void messageHasTheTimeAndIsPersistentAndEmpty() {
        // given
        Bound bound = new Bound(loops, vhost, "amq.rabbitmq.event", "policy.set");
        // when
        vhost.events().emit(new BrokerEvent.Other("policy.set", FieldTable.builder().put("name", "p").build()));
        // then
        Message message = bound.take().getFirst();
        assertEquals(0, message.bodySize());
        assertTrue(message.header().persistent());
        assertEquals(1_000L, message.header().properties().timestamp());
        assertEquals(FieldTable.builder().put("name", "p").put("timestamp_in_ms", 1_000_000L).build(),
                message.header().headers());
    }

    @Test
    void virtualHostThatIsNotTheDefaultOneHasNoSuchExchange() {
        assertEquals(null, new SimulatedStore(loops.loops()).vhost("other").topology().exchange("amq.rabbitmq.event"));
    }

    @Test
    void addressesAndArgumentsAreTextsInErlangsSyntax() throws Exception {
        // given a connection over IP version 6
        var address = new InetSocketAddress(InetAddress.getByName("::1"), 5672);
        FieldTable said = FieldTable.builder().put("connection_name", "mine").put("n", new FieldValue.Int32(5)).build();
        var facts = new ConnectionFacts(7, "name", address, address, 1, said, "PLAIN", Optional.empty());
        // when
        FieldTable headers = new EventHeaders(new NodeIdentity("node", 9))
                .of(new BrokerEvent.ConnectionCreated(facts, "guest", "/", new FrameLimits(4096, 1, 2)))
                .build();
        // then
        assertEquals(FieldValue.text("{0,0,0,0,0,0,0,1}"), headers.get("peer_host"));
        assertEquals(FieldValue.text("<node.9.7.0>"), headers.get("pid"));
        assertEquals(FieldValue.text("mine"), headers.get("user_provided_name"));
        assertEquals(
                new FieldValue.Array(List.of(
                        FieldValue.text("{<<\"connection_name\">>,longstr,<<\"mine\">>}"),
                        FieldValue.text("{<<\"n\">>,signedint,5}"))),
                headers.get("client_properties"));
    }
}
