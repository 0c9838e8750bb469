package dev.leveret.interop.routing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers CC and BCC: more routing keys for a message. */
@WithBroker
class CarbonCopyTest {

    @ParameterizedTest
    @ValueSource(strings = {"CC", "BCC"})
    void headerAddsRoutingKeys(String header, Client client) throws Exception {
        // given
        String first = client.queue();
        String second = client.queue();
        String third = client.queue();
        // when
        client.publishWithHeaders("", first, Map.of(header, List.of(second, third, "nowhere")), "message");
        // then
        for (String queue : List.of(first, second, third)) {
            assertEquals(List.of("message"), client.drain(queue));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "topic"})
    void everyKeyIsMatchedAgainstTheBindings(String type, Client client) throws Exception {
        // given
        String exchange = client.exchange(type);
        String first = client.boundQueue(exchange, "one");
        String second = client.boundQueue(exchange, "two");
        String third = client.boundQueue(exchange, "three");
        // when
        client.publishWithHeaders(exchange, "one", Map.of("CC", List.of("two"), "BCC", List.of("three")), "message");
        // then
        for (String queue : List.of(first, second, third)) {
            assertEquals(List.of("message"), client.drain(queue));
        }
    }

    @Test
    void queueNamedTwiceGetsOneCopy(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.publishWithHeaders("", queue, Map.of("CC", List.of(queue, queue), "BCC", List.of(queue)), "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void blindCopiesAreNotSeenByAnyone(Client client) throws Exception {
        // given
        String open = client.queue();
        String blind = client.queue();
        Map<String, Object> headers = Map.of("CC", List.of(open), "BCC", List.of(blind), "other", 7);
        // when
        client.publishWithHeaders("", "nowhere", headers, "message");
        // then
        for (String queue : List.of(open, blind)) {
            Map<String, Object> received = client.channel().basicGet(queue, true).getProps().getHeaders();
            assertTrue(received.containsKey("CC"));
            assertFalse(received.containsKey("BCC"));
            assertEquals(7, received.get("other"));
        }
    }

    @Test
    void otherPropertiesSurviveTheRemovalOfBlindCopies(Client client) throws Exception {
        // given
        String queue = client.queue();
        var sent = new AMQP.BasicProperties.Builder().contentType("text/plain").deliveryMode(2).priority(4)
                .correlationId("c").messageId("m").headers(Map.of("BCC", List.of("x"))).build();
        // when
        client.publish("", queue, sent, "message");
        // then
        AMQP.BasicProperties received = client.channel().basicGet(queue, true).getProps();
        assertEquals(sent.builder().headers(received.getHeaders()).build(), received);
    }

    @Test
    void messageKeepsItsFirstRoutingKey(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.publishWithHeaders("", "nowhere", Map.of("CC", List.of(queue)), "message");
        // then
        assertEquals("nowhere", client.channel().basicGet(queue, true).getEnvelope().getRoutingKey());
    }

    @Test
    void messageThatOnlyACopyReachesIsNotReturned(Client client) throws Exception {
        // given
        String queue = client.queue();
        BlockingQueue<Return> returns = new LinkedBlockingQueue<>();
        client.channel().addReturnListener(returns::add);
        var copied = new AMQP.BasicProperties.Builder().headers(Map.of("CC", List.of(queue))).build();
        // when
        client.channel().basicPublish("", "nowhere", true, copied, Client.bytes("copied"));
        client.channel().basicPublish("", "nowhere", true, null, Client.bytes("lost"));
        // then
        assertEquals("lost", new String(Deadline.next(returns, "basic.return").getBody()));
    }

    @Test
    void elementsThatAreNoTextAreSkipped(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.publishWithHeaders("", "nowhere", Map.of("CC", List.of(5, queue, true)), "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @ParameterizedTest
    @CsvSource({"CC, longstr", "BCC, longstr", "CC, signedint", "BCC, bool"})
    void headerOfAnotherTypeIsRefused(String header, String type, Client client) throws Exception {
        // given
        Object value = Map.of("longstr", "not a list", "signedint", 5, "bool", true).get(type);
        // when
        client.channel().basicPublish("amq.fanout", "key",
                new AMQP.BasicProperties.Builder().headers(Map.of(header, value)).build(), new byte[0]);
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - invalid message: {unacceptable_type_in_header,\"" + header + "\","
                + type + "}", BASIC_PUBLISH), CloseReason.awaited(client.channel()));
    }
}
