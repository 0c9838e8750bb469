package dev.leveret.interop.publishing;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mandatory message that no queue gets comes back; immediate ones are refused. */
@WithBroker
class MandatoryReturnTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "amq.direct", "amq.fanout", "amq.topic", "amq.headers"})
    void unroutableMandatoryMessageIsReturned(String exchange, Client client) throws Exception {
        // given
        BlockingQueue<Return> returns = returnsOf(client.channel());
        // when
        client.channel().basicPublish(exchange, "nobody-here", true, null, Client.bytes("lost"));
        // then
        Return returned = Deadline.next(returns, "basic.return");
        assertEquals(312, returned.getReplyCode());
        assertEquals("NO_ROUTE", returned.getReplyText());
        assertEquals(exchange, returned.getExchange());
        assertEquals("nobody-here", returned.getRoutingKey());
        assertEquals("lost", new String(returned.getBody()));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 131_064, 131_065, 1_000_000})
    void returnedMessageHasItsPropertiesAndItsWholeBody(int size, Client client) throws Exception {
        // given
        BlockingQueue<Return> returns = returnsOf(client.channel());
        byte[] body = new byte[size];
        new java.util.Random(size).nextBytes(body);
        var properties = new AMQP.BasicProperties.Builder().contentType("text/plain").correlationId("id-7")
                .headers(Map.of("number", 7, "nested", Map.of("yes", true))).priority(3).build();
        // when
        client.channel().basicPublish("", "nobody-here", true, properties, body);
        // then
        Return returned = Deadline.next(returns, "basic.return");
        assertArrayEquals(body, returned.getBody());
        assertEquals("text/plain", returned.getProperties().getContentType());
        assertEquals("id-7", returned.getProperties().getCorrelationId());
        assertEquals(Map.of("number", 7, "nested", Map.of("yes", true)), returned.getProperties().getHeaders());
    }

    @Test
    void returnComesBeforeTheConfirm(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1).send(1, new AMQP.Confirm.Select.Builder().build());
        raw.expect(AMQP.Confirm.SelectOk.class);
        // when
        raw.send(1, new AMQP.Basic.Publish.Builder().exchange("").routingKey("nobody-here").mandatory(true).build());
        raw.header(1, 60, 1).body(1, (byte) 'x');
        // then
        raw.expect(AMQP.Basic.Return.class);
        assertEquals(RawClient.HEADER, raw.read().type());
        assertEquals(RawClient.BODY, raw.read().type());
        assertEquals(1, raw.expect(AMQP.Basic.Ack.class).getDeliveryTag());
    }

    @Test
    void routableMandatoryMessageIsNotReturned(Client client) throws Exception {
        // given
        BlockingQueue<Return> returns = returnsOf(client.channel());
        String queue = client.queue();
        // when
        client.channel().basicPublish("", queue, true, null, Client.bytes("routed"));
        client.channel().basicPublish("", "nobody-here", true, null, Client.bytes("lost"));
        // then
        assertEquals("lost", new String(Deadline.next(returns, "basic.return").getBody()));
        assertEquals(1, client.ready(queue));
    }

    @Test
    void messageThatIsNotMandatoryIsDroppedInSilence(Client client) throws Exception {
        // given
        BlockingQueue<Return> returns = returnsOf(client.channel());
        // when
        client.channel().basicPublish("", "nobody-here", false, null, Client.bytes("dropped"));
        client.channel().basicPublish("", "nobody-here", true, null, Client.bytes("lost"));
        // then
        assertEquals("lost", new String(Deadline.next(returns, "basic.return").getBody()));
    }

    @Test
    void queueOfAnotherConnectionCountsAsARoute(Client client) throws Exception {
        // given
        BlockingQueue<Return> returns = returnsOf(client.channel());
        String exclusiveElsewhere = client.elsewhere().queueDeclare().getQueue();
        // when
        client.channel().basicPublish("", exclusiveElsewhere, true, null, Client.bytes("routed"));
        client.channel().basicPublish("", "nobody-here", true, null, Client.bytes("lost"));
        // then
        assertEquals("lost", new String(Deadline.next(returns, "basic.return").getBody()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void immediateIsNotImplemented(boolean mandatory, Client client) throws Exception {
        // when
        client.channel().basicPublish("", "anywhere", mandatory, true, null, new byte[0]);
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - immediate=true", BASIC_PUBLISH),
                CloseReason.awaited(client.channel().getConnection()));
    }

    private static BlockingQueue<Return> returnsOf(Channel channel) {
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        channel.addReturnListener(returns::add);
        return returns;
    }
}
