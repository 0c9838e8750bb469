package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DELETE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** exchange.declare and exchange.delete. */
@WithBroker
class ExchangeDeclareTest {

    @ParameterizedTest
    @CsvSource({"amq.direct, direct", "amq.fanout, fanout", "amq.topic, topic", "amq.headers, headers",
            "amq.match, headers"})
    void predeclaredExchangesAreThereAndDurable(String exchange, String type, Client client) throws Exception {
        // when
        client.channel().exchangeDeclare(exchange, type, true);
        // then
        assertTrue(client.exchangeExists(exchange));
    }

    @Test
    void declaringAgainWithTheSameFieldsSucceeds(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct", Map.of("x-anything", 1));
        // when: arguments that RabbitMQ does not know are not compared
        client.channel().exchangeDeclare(exchange, "direct", false, false, Map.of("x-anything", 2));
        client.channel().exchangeDeclare(exchange, "direct");
        // then
        assertTrue(client.exchangeExists(exchange));
    }

    @Test
    void declareWithoutWaitTakesEffectInOrder(Client client) throws Exception {
        // given
        String exchange = client.name("exchange");
        // when
        client.channel().exchangeDeclareNoWait(exchange, "fanout", false, false, false, Map.of());
        String queue = client.boundQueue(exchange, "");
        client.publish(exchange, "", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void lineBreaksAreRemovedFromTheName(Client client) throws Exception {
        // given
        String exchange = client.name("exchange");
        // when
        client.channel().exchangeDeclare("\r" + exchange + "\r\n", "fanout");
        // then
        assertTrue(client.exchangeExists(exchange));
    }

    @Test
    void passiveDeclareOfAMissingExchangeIsRefused(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclarePassive("no-such-exchange"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'", EXCHANGE_DECLARE),
                reason);
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 closes the connection with 503")
    @ValueSource(strings = {"x-unknown", ""})
    void unknownTypeIsRefused(String type, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclare("whatever", type));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid exchange type '" + type + "'", EXCHANGE_DECLARE),
                reason);
    }

    @Test
    void deletedExchangeIsGone(Client client) throws Exception {
        // given
        String exchange = client.exchange("direct");
        client.boundQueue(exchange, "key");
        // when
        client.channel().exchangeDelete(exchange);
        // then
        assertFalse(client.exchangeExists(exchange));
    }

    @Test
    void deletingWhatIsNotThereSucceeds(Client client) throws Exception {
        // when
        client.channel().exchangeDelete("no-such-exchange");
        client.channel().exchangeDelete("no-such-exchange", true);
        // then
        assertTrue(client.channel().isOpen());
    }

    @Test
    void deleteIfUnusedIsRefusedWhileSomethingIsBoundToIt(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange("direct");
        client.boundQueue(exchange, "key");
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDelete(exchange, true));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - exchange '" + exchange + "' in vhost '/' in use",
                EXCHANGE_DELETE),
                reason);
    }

    @Test
    void deleteIfUnusedSucceedsWithoutBindingsOfItsOwn(Client client) throws Exception {
        // given: being a destination is no use
        String exchange = client.exchange("direct");
        client.channel().exchangeBind(exchange, client.exchange("fanout"), "");
        // when
        client.channel().exchangeDelete(exchange, true);
        // then
        assertFalse(client.exchangeExists(exchange));
    }
}
