package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The exchange type x-delayed-message, and delays in exchanges of other types. */
@WithBroker
@LeveretOnly("RabbitMQ has no delayed messages without its archived plugin")
class DelayedExchangeTest {

    private static AMQP.BasicProperties delay(Object millis) {
        return new AMQP.BasicProperties.Builder().deliveryMode(2).headers(Map.of("x-delay", millis)).build();
    }

    private static String delayed(Client client, String type) throws Exception {
        return client.exchange("x-delayed-message", Map.of("x-delayed-type", type));
    }

    @Test
    void messagesComeInTheOrderOfTheirTimesAndNotBefore(Client client) throws Exception {
        // given
        String exchange = delayed(client, "direct");
        String queue = client.boundQueue(exchange, "k");
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        // when
        long begin = System.nanoTime();
        client.publish(exchange, "k", delay(600), "late");
        client.publish(exchange, "k", delay(150), "soon");
        client.publish(exchange, "k", delay("300"), "middle");
        client.publish(exchange, "k", "now");
        // then
        assertEquals(List.of("now", "soon", "middle"), inbox.nextTexts(3));
        Delivery late = inbox.next();
        assertTrue(System.nanoTime() - begin >= 600_000_000, "before its time");
        assertEquals(-600, late.getProperties().getHeaders().get("x-delay"));
        assertEquals(exchange, late.getEnvelope().getExchange());
        assertEquals("k", late.getEnvelope().getRoutingKey());
    }

    @Test
    void aNegativeDelayIsNoneAndStaysAsItIs(Client client) throws Exception {
        String exchange = delayed(client, "fanout");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, ""));
        client.publish(exchange, "", delay(-5_000L), "now");
        assertEquals(-5_000L, inbox.next().getProperties().getHeaders().get("x-delay"));
    }

    @Test
    void bindingsOfTheTimeWhenItIsOverCount(Client client) throws Exception {
        String exchange = delayed(client, "topic");
        client.publish(exchange, "a.b", delay(300), "message");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, "a.*"));
        assertEquals("message", inbox.nextText());
    }

    @Test
    void theConfirmComesBeforeTheTimeIsOverAndNothingIsReturned(Client client) throws Exception {
        String exchange = delayed(client, "direct");
        Channel channel = client.channel();
        channel.confirmSelect();
        BlockingQueue<Object> returned = new LinkedBlockingQueue<>();
        channel.addReturnListener(returned::add);
        channel.basicPublish(exchange, "nobody", true, delay(3_600_000), new byte[0]);
        channel.waitForConfirmsOrDie(10_000);
        assertTrue(returned.isEmpty());
    }

    @Test
    void whatIsCommittedWaits(Client client) throws Exception {
        String exchange = delayed(client, "direct");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, "k"));
        Channel channel = client.sibling();
        channel.txSelect();
        channel.basicPublish(exchange, "k", delay(200), "rolled back".getBytes());
        channel.txRollback();
        channel.basicPublish(exchange, "k", delay(200), "committed".getBytes());
        channel.txCommit();
        assertEquals("committed", inbox.nextText());
    }

    @Test
    void blindCopiesAreRoutedWhenTheTimeIsOver(Client client) throws Exception {
        String exchange = delayed(client, "direct");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, "blind"));
        var properties = new AMQP.BasicProperties.Builder().headers(Map.of("x-delay", 100, "BCC", List.of("blind"))).build();
        client.publish(exchange, "k", properties, "copy");
        Delivery delivery = inbox.next();
        assertFalse(delivery.getProperties().getHeaders().containsKey("BCC"));
    }

    @Test
    void anyExchangeDelaysIfItsArgumentSaysSo(Client client) throws Exception {
        String exchange = client.exchange("fanout", Map.of("x-delayed-exchange", true));
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, ""));
        client.publish(exchange, "", delay(300), "second");
        client.publish(exchange, "", "first");
        assertEquals(List.of("first", "second"), inbox.nextTexts(2));
    }

    @Test
    void anExchangeBehindAnotherDelaysToo(Client client) throws Exception {
        String front = client.exchange("fanout");
        String exchange = delayed(client, "direct");
        client.channel().exchangeBind(exchange, front, "");
        String direct = client.boundQueue(front, "");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, "k"));
        client.publish(front, "k", delay(200), "message");
        assertEquals("message", inbox.nextText());
        assertEquals(List.of("message"), client.drain(direct));
    }

    @Test
    void aDeadLetterWaitsAsWell(Client client) throws Exception {
        String exchange = delayed(client, "fanout");
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, ""));
        String source = client.name("source");
        client.channel().queueDeclare(source, true, false, false, Map.of("x-dead-letter-exchange", exchange));
        client.publish("", source, delay(200), "letter");
        client.channel().basicReject(client.channel().basicGet(source, false).getEnvelope().getDeliveryTag(), false);
        Delivery delivery = inbox.next();
        assertEquals("letter", Inbox.text(delivery));
        assertEquals(-200, delivery.getProperties().getHeaders().get("x-delay"));
    }

    @Test
    void aQueueThatRefusesGetsItWhenThereIsRoom(Client client) throws Exception {
        String exchange = delayed(client, "fanout");
        String queue = client.name("limited");
        client.channel().queueDeclare(queue, true, false, false, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
        client.channel().queueBind(queue, exchange, "");
        client.publish(exchange, "", delay(50), "first");
        client.publish(exchange, "", delay(60), "second");
        client.awaitReady(queue, 1);
        Inbox inbox = Inbox.noAck(client.channel(), queue);
        assertEquals(List.of("first", "second"), inbox.nextTexts(2));
    }

    @Test
    void deletingTheExchangeDropsWhatWaits(Client client) throws Exception {
        String exchange = client.name("exchange");
        Map<String, Object> arguments = Map.of("x-delayed-type", "fanout");
        client.channel().exchangeDeclare(exchange, "x-delayed-message", true, false, arguments);
        client.publish(exchange, "", delay(300), "dropped");
        client.channel().exchangeDelete(exchange);
        client.channel().exchangeDeclare(exchange, "x-delayed-message", true, false, arguments);
        Inbox inbox = Inbox.noAck(client.channel(), client.boundQueue(exchange, ""));
        client.publish(exchange, "", delay(400), "kept");
        assertEquals("kept", inbox.nextText());
        client.channel().exchangeDelete(exchange);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x-delayed-message"})
    void theTypeToRouteByIsRequired(String type, Client client) {
        Map<String, Object> arguments = type.isEmpty() ? Map.of() : Map.of("x-delayed-type", type);
        CloseReason reason = CloseReason.of(() -> client.exchange("x-delayed-message", arguments));
        assertEquals(
                channelClose(406, "PRECONDITION_FAILED - Invalid argument, 'x-delayed-type' must be an existing exchange type", EXCHANGE_DECLARE),
                reason);
    }

    @Test
    void theTypeToRouteByCannotChange(Client client) throws Exception {
        String exchange = delayed(client, "direct");
        CloseReason reason = CloseReason.of(() -> client.channel()
                .exchangeDeclare(exchange, "x-delayed-message", false, false, Map.of("x-delayed-type", "topic")));
        assertEquals(406, reason.replyCode());
        assertTrue(reason.replyText().contains("inequivalent arg "), reason.replyText());
    }
}
