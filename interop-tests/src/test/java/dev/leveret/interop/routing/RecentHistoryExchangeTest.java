package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.NeedsPlugin;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** x-recent-history: a fanout exchange whose last messages go to a queue that is bound later too. */
@WithBroker
@NeedsPlugin("rabbitmq_recent_history_exchange")
class RecentHistoryExchangeTest {

    private static final String TYPE = "x-recent-history";
    private static final String LENGTH = "x-recent-history-length";

    private static String[] texts(int count) {
        return IntStream.range(0, count).mapToObj(i -> "m" + i).toArray(String[]::new);
    }

    private static List<String> drainWhenReady(Client client, String queue, int count) throws Exception {
        client.awaitReady(queue, count);
        return client.drain(queue);
    }

    @Test
    void lastMessagesGoToAQueueThatIsBoundLaterOldestFirst(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE, Map.of(LENGTH, 3));
        String early = client.boundQueue(exchange, "");
        // when
        client.publish(exchange, "key", texts(5));
        String late = client.boundQueue(exchange, "");
        // then
        assertEquals(List.of("m2", "m3", "m4"), drainWhenReady(client, late, 3));
        assertEquals(List.of(texts(5)), drainWhenReady(client, early, 5));
        // and from then on it gets what comes
        client.publish(exchange, "key", "next");
        assertEquals(List.of("next"), drainWhenReady(client, late, 1));
    }

    @Test
    void twentyAreKeptIfNothingElseIsSaid(Client client) throws Exception {
        String exchange = client.exchange(TYPE);
        client.publish(exchange, "key", texts(30));
        assertEquals(List.of(texts(30)).subList(10, 30), drainWhenReady(client, client.boundQueue(exchange, ""), 20));
    }

    @Test
    void messagesAreAsTheyWerePublished(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        client.publishWithHeaders(exchange, "key", Map.of("h", 5), "text");
        // when
        String queue = client.boundQueue(exchange, "");
        client.awaitReady(queue, 1);
        GetResponse got = client.channel().basicGet(queue, true);
        // then
        assertEquals(exchange, got.getEnvelope().getExchange());
        assertEquals("key", got.getEnvelope().getRoutingKey());
        assertFalse(got.getEnvelope().isRedeliver());
        assertEquals(5, got.getProps().getHeaders().get("h"));
    }

    @Test
    void messageThatSaysSoIsNotKept(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        String header = "x-recent-history-no-store";
        String early = client.boundQueue(exchange, "");
        client.publishWithHeaders(exchange, "", Map.of(header, true), "no");
        client.publishWithHeaders(exchange, "", Map.of(header, false), "yes");
        client.publishWithHeaders(exchange, "", Map.of(header, "true"), "yes, being text");
        // then
        assertEquals(List.of("yes", "yes, being text"), drainWhenReady(client, client.boundQueue(exchange, ""), 2));
        assertEquals(3, client.ready(early));
    }

    @Test
    void onlyANewBindingBringsThem(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        client.publish(exchange, "", "m");
        String queue = client.boundQueue(exchange, "key");
        assertEquals(List.of("m"), drainWhenReady(client, queue, 1));
        // when
        client.channel().queueBind(queue, exchange, "key");
        client.publish(exchange, "", "next");
        // then
        assertEquals(List.of("next"), drainWhenReady(client, queue, 1));
        // and when it has another key
        client.channel().queueBind(queue, exchange, "other");
        assertEquals(List.of("m", "next"), drainWhenReady(client, queue, 2));
    }

    @Test
    void timeToLiveBeginsAnewInTheNewQueue(Client client) throws Exception {
        // given a message that is older than it may become
        String exchange = client.exchange(TYPE);
        String witness = client.boundQueue(exchange, "");
        client.publish(exchange, "", new BasicProperties.Builder().expiration("2000").build(), "m");
        client.awaitReady(witness, 0);
        // when
        String queue = client.boundQueue(exchange, "");
        // then
        assertEquals(List.of("m"), drainWhenReady(client, queue, 1));
    }

    @Test
    @LeveretOnly("the plugin sends them newest first, and fails with 541 if one of them leads nowhere")
    void boundExchangeRoutesThemByItsOwnRules(Client client) throws Exception {
        // given
        String exchange = client.exchange(TYPE);
        String behind = client.exchange("topic");
        String queue = client.boundQueue(behind, "a.*");
        client.publish(exchange, "a.1", "m1");
        client.publish(exchange, "b.2", "m2");
        client.publish(exchange, "a.3", "m3");
        // when
        client.channel().exchangeBind(behind, exchange, "");
        // then
        assertEquals(List.of("m1", "m3"), drainWhenReady(client, queue, 2));
    }

    static Stream<Arguments> invalidLengths() {
        return Stream.of(Arguments.of(0, "0"), Arguments.of(-1L, "-1"), Arguments.of("5", "<<\"5\">>"),
                Arguments.of(true, "true"), Arguments.of(List.of(1), "[{signedint,1}]"));
    }

    @ParameterizedTest
    @MethodSource("invalidLengths")
    void lengthHasToBeAPositiveInteger(Object length, String text, Client client) throws Exception {
        Channel channel = client.channel();
        CloseReason reason = CloseReason.of(
                () -> channel.exchangeDeclare(client.name("refused"), TYPE, false, false, Map.of(LENGTH, length)));
        assertEquals(channelClose(406, "PRECONDITION_FAILED - Invalid argument " + text
                + ", 'x-recent-history-length' must be a positive integer", EXCHANGE_DECLARE), reason);
    }
}
