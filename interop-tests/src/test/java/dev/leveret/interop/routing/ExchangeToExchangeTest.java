package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_BIND;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** exchange.bind: what a source routes to another exchange goes on from there. */
@WithBroker
class ExchangeToExchangeTest {

    @Test
    void messagesFlowThroughAChainOfExchanges(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String entry = client.exchange("direct");
        String middle = client.exchange("topic");
        String end = client.exchange("fanout");
        channel.exchangeBind(middle, entry, "a.b");
        channel.exchangeBind(end, middle, "a.*");
        String queue = client.boundQueue(end, "");
        // when
        client.publish(entry, "a.b", "through");
        client.publish(entry, "a.c", "stopped by the first");
        client.publish(middle, "a.c", "let in by the second");
        client.publish(middle, "b.c", "stopped by the second");
        // then
        assertEquals(List.of("through", "let in by the second"), client.drain(queue));
    }

    @Test
    void cycleOfExchangesEnds(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        List<String> ring = new ArrayList<>();
        List<String> queues = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ring.add(client.exchange("fanout"));
            queues.add(client.boundQueue(ring.get(i), ""));
        }
        for (int i = 0; i < 5; i++) {
            channel.exchangeBind(ring.get((i + 1) % 5), ring.get(i), "");
        }
        // when
        client.publish(ring.get(2), "", "message");
        // then
        for (String queue : queues) {
            assertEquals(List.of("message"), client.drain(queue));
        }
    }

    @Test
    void exchangeBoundToItselfIsHarmless(Client client) throws Exception {
        // given
        String exchange = client.exchange("fanout");
        client.channel().exchangeBind(exchange, exchange, "");
        String queue = client.boundQueue(exchange, "");
        // when
        client.publish(exchange, "", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void queueReachedOnSeveralWaysGetsOneCopy(Client client) throws Exception {
        // given
        String entry = client.exchange("fanout");
        String left = client.exchange("fanout");
        String right = client.exchange("direct");
        client.channel().exchangeBind(left, entry, "");
        client.channel().exchangeBind(right, entry, "");
        String queue = client.boundQueue(left, "");
        client.channel().queueBind(queue, right, "key");
        client.channel().queueBind(queue, entry, "");
        // when
        client.publish(entry, "key", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void unboundExchangeGetsNothingMore(Client client) throws Exception {
        // given
        String source = client.exchange("direct");
        String destination = client.exchange("fanout");
        client.channel().exchangeBind(destination, source, "a");
        client.channel().exchangeBind(destination, source, "b");
        String queue = client.boundQueue(destination, "");
        // when
        client.channel().exchangeUnbind(destination, source, "a");
        client.publish(source, "a", "gone");
        client.publish(source, "b", "still here");
        // then
        assertEquals(List.of("still here"), client.drain(queue));
    }

    @Test
    void headersBindingsWorkBetweenExchanges(Client client) throws Exception {
        // given
        String source = client.exchange("headers");
        String destination = client.exchange("fanout");
        client.channel().exchangeBind(destination, source, "", Map.of("x-match", "any", "a", 1, "b", 2));
        String queue = client.boundQueue(destination, "");
        // when
        client.publishWithHeaders(source, "", Map.of("b", 2), "in");
        client.publishWithHeaders(source, "", Map.of("b", 3), "out");
        // then
        assertEquals(List.of("in"), client.drain(queue));
    }

    @Test
    void deletedExchangeTakesItsBindingsAlong(Client client) throws Exception {
        // given
        String source = client.exchange("fanout");
        String destination = client.exchange("fanout");
        client.channel().exchangeBind(destination, source, "");
        String queue = client.boundQueue(destination, "");
        // when
        client.channel().exchangeDelete(destination);
        client.channel().exchangeDeclare(destination, "fanout");
        client.channel().queueBind(queue, destination, "");
        client.publish(source, "", "message");
        // then
        assertEquals(List.of(), client.drain(queue));
    }

    @Test
    void predeclaredExchangesCanBeSources(Client client) throws Exception {
        // given
        String word = client.name("word");
        String destination = client.exchange("fanout");
        client.channel().exchangeBind(destination, "amq.topic", word + ".#");
        String queue = client.boundQueue(destination, "");
        // when
        client.publish("amq.topic", word + ".x", "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void missingSourceIsNamed(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String destination = client.exchange("fanout");
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeBind(destination, "no-source", ""));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-source' in vhost '/'", EXCHANGE_BIND), reason);
    }

    @Test
    void missingDestinationIsNamed(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String source = client.exchange("fanout");
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeBind("no-destination", source, ""));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-destination' in vhost '/'", EXCHANGE_BIND), reason);
    }

    @Test
    void sourceIsNamedFirstWhenBothAreMissing(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeBind("no-destination", "no-source", ""));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-source' in vhost '/'", EXCHANGE_BIND), reason);
    }

    @Test
    void unbindOfWhatIsNotThereSucceeds(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange("fanout");
        // when
        channel.exchangeUnbind(exchange, "amq.fanout", "never bound");
        channel.exchangeUnbind("no-destination", exchange, "");
        channel.exchangeUnbind(exchange, "no-source", "");
        // then
        channel.exchangeDeclarePassive(exchange);
    }
}
