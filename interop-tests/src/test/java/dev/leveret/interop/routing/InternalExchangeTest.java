package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** internal: an exchange that only other exchanges may send to. */
@WithBroker
class InternalExchangeTest {

    @Test
    void clientsCanNotPublishToIt(Client client) throws Exception {
        // given
        String exchange = internal(client);
        // when
        client.channel().basicPublish(exchange, "", null, new byte[0]);
        // then
        assertEquals(channelClose(403,
                "ACCESS_REFUSED - cannot publish to internal exchange '" + exchange + "' in vhost '/'",
                BASIC_PUBLISH), CloseReason.awaited(client.channel()));
    }

    @Test
    void otherExchangesCan(Client client) throws Exception {
        // given
        String exchange = internal(client);
        String entry = client.exchange("direct");
        client.channel().exchangeBind(exchange, entry, "key");
        String queue = client.boundQueue(exchange, "");
        // when
        client.publish(entry, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void itCanBeAnAlternate(Client client) throws Exception {
        // given
        String exchange = internal(client);
        String entry = client.exchange("direct", Map.of("alternate-exchange", exchange));
        String queue = client.boundQueue(exchange, "");
        // when
        client.publish(entry, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void traceExchangeIsInternal(Client client) throws Exception {
        // when
        client.channel().basicPublish("amq.rabbitmq.trace", "", null, new byte[0]);
        // then
        assertEquals(channelClose(403,
                "ACCESS_REFUSED - cannot publish to internal exchange 'amq.rabbitmq.trace' in vhost '/'",
                BASIC_PUBLISH),
                CloseReason.awaited(client.channel()));
    }

    private static String internal(Client client) throws Exception {
        String exchange = client.name("internal");
        client.channel().exchangeDeclare(exchange, "fanout", false, false, true, Map.of());
        return exchange;
    }
}
