package dev.leveret.server.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which routes a connection remembers: not those that chance, or an exchange with a memory of its own, had a say in. */
class RouteMemoryTest {

    private static final int MESSAGES = 1000;

    private final SimulatedBroker broker = new SimulatedBroker(1, 1);
    private final SimulatedClient client = broker.client(0);
    private final RouteCache routes = client.routes();

    @BeforeEach
    void declareQueues() {
        for (String queue : new String[] {"a", "b"}) {
            broker.ask(client, new QueueMethod.Declare(queue, false, false, false, false, false, FieldTable.EMPTY));
        }
    }

    private void declare(String type, FieldTable arguments) {
        broker.ask(client, new ExchangeMethod.Declare("x", type, false, false, false, false, false, arguments));
        broker.ask(client, new QueueMethod.Bind("a", "x", "1", false, FieldTable.EMPTY));
        broker.ask(client, new QueueMethod.Bind("b", "x", "1", false, FieldTable.EMPTY));
    }

    /** All of them have the same address object, as from a real connection. */
    private static Message message(Address address, BasicProperties properties) {
        return Message.of(address, ContentHeader.of(properties), new byte[0], 0);
    }

    @Test
    void randomExchangeChoosesForEachMessageOfOneAddress() {
        // given
        declare("x-random", FieldTable.EMPTY);
        Address address = Address.of("x", "k");
        // when
        int toA = 0;
        for (int i = 0; i < MESSAGES; i++) {
            Route route = routes.route(message(address, BasicProperties.EMPTY));
            assertEquals(1, route.queues().length);
            toA += route.queues()[0].name().equals("a") ? 1 : 0;
        }
        // then
        assertTrue(toA > MESSAGES / 3 && toA < MESSAGES * 2 / 3, toA + " to a");
    }

    @Test
    void hashOfTheRoutingKeyIsRemembered() {
        declare("x-consistent-hash", FieldTable.EMPTY);
        Address address = Address.of("x", "k");
        Route route = routes.route(message(address, BasicProperties.EMPTY));
        assertSame(route, routes.route(message(address, BasicProperties.EMPTY)));
    }

    @Test
    void hashOfAPropertyOrHeaderIsRememberedForTheSamePropertiesOnly() {
        // given
        declare("x-consistent-hash", FieldTable.of("hash-property", FieldValue.text("message_id")));
        Address address = Address.of("x", "k");
        Message first = message(address, BasicProperties.builder().messageId("1").build());
        Route route = routes.route(first);
        // then
        assertSame(route, routes.route(first));
        assertNotSame(route, routes.route(message(address, BasicProperties.builder().messageId("2").build())));
    }

    @Test
    void repeatedMessageIsDroppedThoughItsAddressAndHeaderAreKnown() {
        // given
        declare("x-message-deduplication", FieldTable.of("x-cache-size", new FieldValue.Int32(10)));
        FieldTable headers = FieldTable.of("x-deduplication-header", FieldValue.text("a"));
        Message message = message(Address.of("x", "k"), BasicProperties.builder().headers(headers).build());
        // then
        assertEquals(2, routes.route(message).queues().length);
        assertEquals(0, routes.route(message).queues().length);
        assertEquals(0, routes.route(message).queues().length);
    }

    @Test
    void historyKeepsEveryMessageOfOneAddress() {
        // given
        declare("x-recent-history", FieldTable.EMPTY);
        Address address = Address.of("x", "k");
        // when
        for (int i = 0; i < 3; i++) {
            assertEquals(2, routes.route(message(address, BasicProperties.EMPTY)).queues().length);
        }
        // then
        assertEquals(3, broker.vhost.topology().exchange("x").history().size());
    }
}
