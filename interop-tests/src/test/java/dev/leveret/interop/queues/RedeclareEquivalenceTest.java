package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.EXCHANGE_DECLARE;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What exists can be declared again as it is; otherwise the first difference is named. */
@WithBroker
class RedeclareEquivalenceTest {

    /** What a queue is declared with. */
    private record QueueFields(boolean durable, boolean autoDelete) {
        void declare(Channel channel, String queue) throws IOException {
            channel.queueDeclare(queue, durable, false, autoDelete, Map.of());
        }
    }

    static Stream<Arguments> queues() {
        QueueFields plain = new QueueFields(false, false);
        QueueFields durable = new QueueFields(true, false);
        QueueFields autoDelete = new QueueFields(false, true);
        return Stream.of(
                Arguments.of(plain, durable, "arg 'durable'", "received 'true' but current is 'false'"),
                Arguments.of(durable, plain, "arg 'durable'", "received 'false' but current is 'true'"),
                Arguments.of(plain, autoDelete, "arg 'auto_delete'", "received 'true' but current is 'false'"),
                Arguments.of(autoDelete, plain, "arg 'auto_delete'", "received 'false' but current is 'true'"),
                Arguments.of(durable, autoDelete, "arg 'durable'", "received 'false' but current is 'true'"));
    }

    @ParameterizedTest
    @MethodSource("queues")
    void differentFieldOfAQueueIsNamed(QueueFields first, QueueFields second, String named, String difference,
            Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        first.declare(channel, queue);
        // when
        CloseReason reason = CloseReason.of(() -> second.declare(channel, queue));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - inequivalent " + named + " for queue '" + queue
                + "' in vhost '/': " + difference, QUEUE_DECLARE), reason);
    }

    @ParameterizedTest
    @CsvSource({"true, false", "false, true"})
    void differentExclusivenessIsALockedQueue(boolean exclusive, boolean exclusiveNow, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        channel.queueDeclare(queue, false, exclusive, false, Map.of());
        // when: the other fields differ as well, which is not looked at then
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, true, exclusiveNow, true, Map.of()));
        // then
        assertEquals(channelClose(405, "RESOURCE_LOCKED - cannot obtain exclusive access to locked queue '" + queue
                + "' in vhost '/'. It could be originally declared on another connection or the exclusive property "
                + "value does not match that of the original declaration.", QUEUE_DECLARE), reason);
    }

    static Stream<Arguments> equivalentArguments() {
        return Stream.of(
                Arguments.of(Map.of(), Map.of("x-queue-type", "classic")),
                Arguments.of(Map.of("x-queue-type", "classic"), Map.of()),
                Arguments.of(Map.of(), Map.of("x-anything", 1)),
                Arguments.of(Map.of("x-anything", 1), Map.of("x-anything", "two")),
                Arguments.of(Map.of("mine", Map.of("a", 1)), Map.of()));
    }

    @ParameterizedTest
    @MethodSource("equivalentArguments")
    void argumentsThatDoNotMatterAreNotCompared(Map<String, Object> first, Map<String, Object> second, Client client)
            throws Exception {
        // given
        String queue = client.name("queue");
        client.channel().queueDeclare(queue, false, true, false, first);
        client.publish("", queue, "message");
        // when
        var ok = client.channel().queueDeclare(queue, false, true, false, second);
        // then
        assertEquals(1, ok.getMessageCount());
    }

    /** What an exchange is declared with. */
    private record ExchangeFields(String type, boolean durable, boolean autoDelete, boolean internal) {
        void declare(Channel channel, String exchange) throws IOException {
            channel.exchangeDeclare(exchange, type, durable, autoDelete, internal, Map.of());
        }
    }

    static Stream<Arguments> exchanges() {
        ExchangeFields plain = new ExchangeFields("direct", false, false, false);
        ExchangeFields durable = new ExchangeFields("direct", true, false, false);
        ExchangeFields autoDelete = new ExchangeFields("direct", false, true, false);
        ExchangeFields internal = new ExchangeFields("direct", false, false, true);
        ExchangeFields allDifferent = new ExchangeFields("headers", true, true, true);
        return Stream.of(
                Arguments.of(plain, durable, "arg 'durable'", "received 'true' but current is 'false'"),
                Arguments.of(durable, plain, "arg 'durable'", "received 'false' but current is 'true'"),
                Arguments.of(plain, autoDelete, "arg 'auto_delete'", "received 'true' but current is 'false'"),
                Arguments.of(plain, internal, "arg 'internal'", "received 'true' but current is 'false'"),
                Arguments.of(plain, allDifferent, "arg 'type'", "received 'headers' but current is 'direct'"));
    }

    @ParameterizedTest
    @MethodSource("exchanges")
    void differentFieldOfAnExchangeIsNamed(ExchangeFields first, ExchangeFields second, String named, String difference,
            Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.name("exchange");
        first.declare(channel, exchange);
        // when
        CloseReason reason = CloseReason.of(() -> second.declare(channel, exchange));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - inequivalent " + named + " for exchange '" + exchange
                + "' in vhost '/': " + difference, EXCHANGE_DECLARE), reason);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", delimiter = '|', value = {
        "-   | ae  | received the value 'ae' of type 'longstr' but current is none",
        "ae  | -   | received none but current is the value 'ae' of type 'longstr'",
        "ae  | ae2 | received 'ae2' but current is 'ae'",
    })
    void differentAlternateExchangeIsNamed(String first, String second, String difference, Client client)
    throws Exception {
        // given
        Channel channel = client.channel();
        String exchange = client.exchange("direct", alternate(first));
        // when
        CloseReason reason = CloseReason.of(() ->
                channel.exchangeDeclare(exchange, "direct", false, false, alternate(second)));
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - inequivalent arg 'alternate-exchange' for exchange '" + exchange
                + "' in vhost '/': " + difference, EXCHANGE_DECLARE), reason);
    }

    @Test
    void predeclaredExchangesAreComparedToo(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.exchangeDeclare("amq.direct", "direct", false));
        // then
        assertEquals(channelClose(406,
                "PRECONDITION_FAILED - inequivalent arg 'durable' for exchange 'amq.direct' in vhost '/': "
                + "received 'false' but current is 'true'", EXCHANGE_DECLARE), reason);
    }

    private static Map<String, Object> alternate(String name) {
        Map<String, Object> arguments = new HashMap<>();
        if (name != null) {
            arguments.put("alternate-exchange", name);
        }
        return arguments;
    }
}
