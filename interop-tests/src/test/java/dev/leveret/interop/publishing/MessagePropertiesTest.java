package dev.leveret.interop.publishing;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Properties are relayed as they are, and the few that the broker looks at are checked. */
@WithBroker
class MessagePropertiesTest {

    @Test
    void allPropertiesArriveUnchanged(Client client) throws Exception {
        // given
        String queue = client.queue();
        AMQP.BasicProperties sent = new AMQP.BasicProperties.Builder()
                .contentType("application/json").contentEncoding("gzip").deliveryMode(2).priority(9)
                .correlationId("c-1")
                .replyTo("somewhere").messageId("m-1").timestamp(new Date(1_700_000_000_000L)).type("order")
                .userId("guest")
                .appId("app").clusterId("cluster").headers(Map.of("k", LongStringHelper.asLongString("v"))).build();
        // when
        client.publish("", queue, sent, "body");
        // then
        assertEquals(sent, client.channel().basicGet(queue, true).getProps());
    }

    @Test
    void headersOfEveryTypeArriveUnchanged(Client client) throws Exception {
        // given
        String queue = client.queue();
        Map<String, Object> headers = new HashMap<>();
        headers.put("bool", true);
        headers.put("byte", (byte) -5);
        headers.put("short", (short) -300);
        headers.put("int", 70_000);
        headers.put("long", 1L << 40);
        headers.put("float", 1.5f);
        headers.put("double", 2.25);
        headers.put("decimal", new BigDecimal("12.34"));
        headers.put("string", LongStringHelper.asLongString("text with ümlaut"));
        headers.put("timestamp", new Date(1_700_000_000_000L));
        headers.put("table", Map.of("inner", Map.of("deep", 1)));
        headers.put("array", List.of(1, LongStringHelper.asLongString("two"), Map.of("three", 3)));
        headers.put("void", null);
        // when
        client.publish("", queue, new AMQP.BasicProperties.Builder().headers(headers).build(), "body");
        // then
        assertEquals(headers, client.channel().basicGet(queue, true).getProps().getHeaders());
    }

    @Test
    void binaryHeaderArrivesUnchanged(Client client) throws Exception {
        // given
        String queue = client.queue();
        byte[] bytes = {0, -1, 127, -128};
        // when
        client.publishWithHeaders("", queue, Map.of("binary", bytes), "body");
        // then
        assertArrayEquals(bytes, (byte[]) client.channel().basicGet(queue, true).getProps().getHeaders().get("binary"));
    }

    @Test
    void messageWithoutPropertiesHasNone(Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        client.channel().basicPublish("", queue, new AMQP.BasicProperties(), new byte[0]);
        // then
        assertEquals(new AMQP.BasicProperties(), client.channel().basicGet(queue, true).getProps());
    }

    @Test
    void bodyIsNotText(Client client) throws Exception {
        // given
        String queue = client.queue();
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        // when
        client.channel().basicPublish("", queue, null, body);
        // then
        assertTrue(Arrays.equals(body, client.channel().basicGet(queue, true).getBody()));
    }

    @Test
    void anothersUserIdIsRefused(Client client) throws Exception {
        // when
        client.channel().basicPublish("", "nowhere", new AMQP.BasicProperties.Builder().userId("bob").build(),
                new byte[0]);
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - user_id property set to 'bob' but authenticated user was 'guest'",
                BASIC_PUBLISH),
                CloseReason.awaited(client.channel()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', value = {
        "abc            | no_integer",
        "``             | no_integer",
        "-1             | {value_negative,-1}",
        "12x            | {leftover_string,\"x\"}",
        "1.5            | {leftover_string,\".5\"}",
        "99999999999999 | {value_too_large,99999999999999}",
    })
    void expirationMustBeAWholeNumberOfMilliseconds(String expiration, String reason, Client client) throws Exception {
        // when
        client.channel().basicPublish("", "nowhere", new AMQP.BasicProperties.Builder().expiration(expiration).build(),
                new byte[0]);
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - invalid expiration '" + expiration + "': " + reason, BASIC_PUBLISH),
                CloseReason.awaited(client.channel()));
    }

    @Test
    void missingExchangeClosesTheChannel(Client client) throws Exception {
        // when
        client.channel().basicPublish("no-such-exchange", "key", null, new byte[0]);
        // then
        assertEquals(channelClose(404, "NOT_FOUND - no exchange 'no-such-exchange' in vhost '/'", BASIC_PUBLISH),
                CloseReason.awaited(client.channel()));
    }
}
