package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_BIND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A binding is its source, its destination, its key and its arguments; there is at most one of each. */
@WithBroker
class BindingIdentityTest {

    private Client client;
    private Channel channel;
    private String exchange;
    private String queue;

    @BeforeEach
    void declareAnExchangeAndAQueue(Client connected) throws Exception {
        client = connected;
        channel = client.channel();
        exchange = client.exchange("direct");
        queue = client.queue();
    }

    private boolean bound(String key) throws Exception {
        client.publish(exchange, key, "probe");
        return client.drain(queue).size() == 1;
    }

    @Test
    void sameBindingTwiceIsOne() throws Exception {
        // given
        channel.queueBind(queue, exchange, "key", Map.of("a", 1));
        channel.queueBind(queue, exchange, "key", Map.of("a", 1));
        assertTrue(bound("key"));
        // when
        channel.queueUnbind(queue, exchange, "key", Map.of("a", 1));
        // then
        assertEquals(false, bound("key"));
    }

    @Test
    void otherArgumentsMakeAnotherBinding() throws Exception {
        // given
        channel.queueBind(queue, exchange, "key", Map.of("a", 1));
        channel.queueBind(queue, exchange, "key", Map.of("a", 2));
        channel.queueBind(queue, exchange, "key");
        // when
        channel.queueUnbind(queue, exchange, "key", Map.of("a", 1));
        assertTrue(bound("key"));
        channel.queueUnbind(queue, exchange, "key");
        assertTrue(bound("key"));
        channel.queueUnbind(queue, exchange, "key", Map.of("a", 2));
        // then
        assertEquals(false, bound("key"));
    }

    @Test
    void unbindWithOtherArgumentsChangesNothing() throws Exception {
        // given
        channel.queueBind(queue, exchange, "key", Map.of("a", 1));
        // when
        channel.queueUnbind(queue, exchange, "key");
        channel.queueUnbind(queue, exchange, "key", Map.of("a", 2));
        channel.queueUnbind(queue, exchange, "other", Map.of("a", 1));
        // then
        assertTrue(bound("key"));
    }

    @Test
    void orderOfTheArgumentsDoesNotMatter() throws Exception {
        // given
        Map<String, Object> oneWay = new java.util.LinkedHashMap<>();
        oneWay.put("a", 1);
        oneWay.put("b", 2);
        Map<String, Object> theOther = new java.util.LinkedHashMap<>();
        theOther.put("b", 2);
        theOther.put("a", 1);
        channel.queueBind(queue, exchange, "key", oneWay);
        // when
        channel.queueUnbind(queue, exchange, "key", theOther);
        // then
        assertEquals(false, bound("key"));
    }

    @Test
    void unbindOfWhatIsNotThereSucceeds() throws Exception {
        // when
        channel.queueUnbind(queue, exchange, "never bound");
        channel.queueUnbind(queue, "no-such-exchange", "key");
        channel.queueUnbind("no-such-queue", exchange, "key");
        // then
        assertEquals(0, client.ready(queue));
    }

    @Test
    void missingQueueCanNotBeBound() {
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueBind("no-such-queue", exchange, "key"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no queue 'no-such-queue' in vhost '/'", QUEUE_BIND), reason);
    }

    @Test
    void missingExchangeCanNotBeBoundTo() {
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueBind(queue, "no-such-exchange", "key"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'", QUEUE_BIND), reason);
    }

    @Test
    void exchangeIsNamedFirstWhenBothAreMissing() {
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueBind("no-such-queue", "no-such-exchange", "key"));
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'", QUEUE_BIND), reason);
    }

    @Test
    void deletedAndRedeclaredQueueIsNotBoundAnyMore() throws Exception {
        // given
        channel.queueBind(queue, exchange, "key");
        // when
        channel.queueDelete(queue);
        channel.queueDeclare(queue, false, true, false, Map.of());
        // then
        assertEquals(false, bound("key"));
    }

    @Test
    void deletedAndRedeclaredExchangeHasNoBindings() throws Exception {
        // given
        channel.queueBind(queue, exchange, "key");
        // when
        channel.exchangeDelete(exchange);
        channel.exchangeDeclare(exchange, "direct");
        // then
        assertEquals(false, bound("key"));
        assertEquals(List.of(), client.drain(queue));
    }

    @Test
    void bindWithoutWaitTakesEffectInOrder() throws Exception {
        // when
        channel.queueBindNoWait(queue, exchange, "key", Map.of());
        // then
        assertTrue(bound("key"));
    }
}
