package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** alternate-exchange: where an exchange sends what it can not route. */
@WithBroker
class AlternateExchangeTest {

    @Test
    void unroutableMessageGoesToTheAlternate(Client client) throws Exception {
        // given
        String alternate = client.exchange("fanout");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        String routed = client.boundQueue(exchange, "key");
        String unrouted = client.boundQueue(alternate, "");
        // when
        client.publish(exchange, "key", "routed");
        client.publish(exchange, "other", "unrouted");
        // then
        assertEquals(List.of("routed"), client.drain(routed));
        assertEquals(List.of("unrouted"), client.drain(unrouted));
    }

    @Test
    void alternateRoutesByTheSameKeyAndMessageKeepsItsExchange(Client client) throws Exception {
        // given
        String alternate = client.exchange("direct");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        String queue = client.boundQueue(alternate, "key");
        // when
        client.publish(exchange, "key", "message");
        // then
        var got = client.channel().basicGet(queue, true);
        assertEquals(exchange, got.getEnvelope().getExchange());
        assertEquals("key", got.getEnvelope().getRoutingKey());
    }

    @Test
    void alternatesChain(Client client) throws Exception {
        // given
        String last = client.exchange("fanout");
        String second = client.exchange("direct", Map.of("alternate-exchange", last));
        String first = client.exchange("direct", Map.of("alternate-exchange", second));
        String queue = client.boundQueue(last, "");
        // when
        client.publish(first, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void cycleOfAlternatesEnds(Client client) throws Exception {
        // given
        String other = client.name("direct");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", other));
        client.channel().exchangeDeclare(other, "direct", false, false, Map.of("alternate-exchange", exchange));
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        client.channel().addReturnListener(returns::add);
        // when
        client.channel().basicPublish(exchange, "key", true, null, Client.bytes("lost"));
        // then
        assertEquals("NO_ROUTE", Deadline.next(returns, "basic.return").getReplyText());
    }

    @Test
    void messageThatTheAlternateRoutesIsNotReturned(Client client) throws Exception {
        // given
        String alternate = client.exchange("fanout");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        String queue = client.boundQueue(alternate, "");
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        client.channel().addReturnListener(returns::add);
        // when
        client.channel().basicPublish(exchange, "key", true, null, Client.bytes("caught"));
        client.channel().basicPublish("", "nowhere", true, null, Client.bytes("lost"));
        // then
        assertEquals("lost", new String(Deadline.next(returns, "basic.return").getBody()));
        assertEquals(List.of("caught"), client.drain(queue));
    }

    @Test
    void missingAlternateIsIgnoredUntilItIsDeclared(Client client) throws Exception {
        // given
        String alternate = client.name("fanout");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        client.publish(exchange, "key", "dropped");
        client.channel().exchangeDeclare(alternate, "fanout");
        String queue = client.boundQueue(alternate, "");
        // when
        client.publish(exchange, "key", "caught");
        // then
        assertEquals(List.of("caught"), client.drain(queue));
    }

    @Test
    void deletedAlternateIsIgnored(Client client) throws Exception {
        // given
        String alternate = client.exchange("fanout");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        // when
        client.channel().exchangeDelete(alternate);
        client.publish(exchange, "key", "dropped");
        // then
        assertTrue(client.channel().isOpen());
    }

    @Test
    void exchangeOnTheWayUsesItsAlternateToo(Client client) throws Exception {
        // given
        String alternate = client.exchange("fanout");
        String middle = client.exchange("direct", Map.of("alternate-exchange", alternate));
        String entry = client.exchange("fanout");
        client.channel().exchangeBind(middle, entry, "");
        String queue = client.boundQueue(alternate, "");
        // when
        client.publish(entry, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void alternateMustBeAName(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.name("direct");
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclare(exchange, "direct", false, false,
                Map.of("alternate-exchange", 5)));
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - invalid type 'signedint' for arg 'alternate-exchange' in exchange '"
                + exchange + "' in vhost '/'", EXCHANGE_DECLARE), reason);
    }

    @Test
    void carbonCopiesOfAnUnroutableMessageAreRoutedByTheAlternate(Client client) throws Exception {
        // given
        String alternate = client.exchange("direct");
        String exchange = client.exchange("direct", Map.of("alternate-exchange", alternate));
        String queue = client.boundQueue(alternate, "copy");
        var properties = new AMQP.BasicProperties.Builder().headers(Map.of("CC", List.of("copy"))).build();
        // when
        client.publish(exchange, "nowhere", properties, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }
}
