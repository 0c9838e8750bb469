package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which values times to live and priorities may have, and what differs when they are declared again. */
@WithBroker
class TimeLimitArgumentsTest {

    private static final long MAX = 315_360_000_000L;

    static Stream<Arguments> invalidNumbers() {
        return Stream.of(
                Arguments.of("x-message-ttl", -1, "{value_negative,-1}"),
                Arguments.of("x-message-ttl", MAX + 1, "{value_too_large,315360000001}"),
                Arguments.of("x-expires", -1, "{value_negative,-1}"),
                Arguments.of("x-expires", 0, "{value_zero,0}"),
                Arguments.of("x-expires", MAX + 1, "{value_too_large,315360000001}"),
                Arguments.of("x-max-priority", -1, "{value_negative,-1}"),
                Arguments.of("x-max-priority", 256, "{max_value_exceeded,256}"),
                Arguments.of("x-max-priority", MAX, "{max_value_exceeded,315360000000}"));
    }

    @ParameterizedTest
    @MethodSource("invalidNumbers")
    void numberOutOfRangeIsRefused(String name, Object value, String problem, Client client) throws Exception {
        assertRefused(Map.of(name, value), name, problem, client);
    }

    static Stream<Arguments> notIntegers() {
        return Stream.of("x-message-ttl", "x-expires", "x-max-priority").flatMap(name -> Stream.of(
                Arguments.of(name, "1000", "longstr"),
                Arguments.of(name, 1.5, "double"),
                Arguments.of(name, 1.5f, "float"),
                Arguments.of(name, true, "bool"),
                Arguments.of(name, new Date(0), "timestamp"),
                Arguments.of(name, Map.of(), "table")));
    }

    @ParameterizedTest
    @MethodSource("notIntegers")
    void whatIsNoIntegerIsRefused(String name, Object value, String type, Client client) throws Exception {
        assertRefused(Map.of(name, value), name, "\"expected integer, got " + type + "\"", client);
    }

    @Test
    void theFirstInTheBrokersOrderIsNamed(Client client) throws Exception {
        assertRefused(Map.of("x-message-ttl", -1, "x-expires", 0), "x-expires", "{value_zero,0}", client);
        assertRefused(Map.of("x-max-priority", 256, "x-message-ttl", -1), "x-message-ttl", "{value_negative,-1}", client);
    }

    private static void assertRefused(Map<String, Object> arguments, String name, String problem, Client client)
            throws Exception {
        // given
        Channel channel = client.elsewhere();
        String queue = client.name("queue");
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, false, true, false, arguments));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid arg '" + name + "' for queue '" + queue
                + "' in vhost '/': " + problem, QUEUE_DECLARE), reason);
    }

    static Stream<Arguments> validNumbers() {
        return Stream.of(
                Arguments.of("x-message-ttl", 0),
                Arguments.of("x-message-ttl", MAX),
                Arguments.of("x-expires", MAX),
                Arguments.of("x-max-priority", 0),
                Arguments.of("x-max-priority", (byte) 5),
                Arguments.of("x-max-priority", (short) 255));
    }

    @ParameterizedTest
    @MethodSource("validNumbers")
    void theEndsOfTheRangesAreIn(String name, Object value, Client client) throws Exception {
        String queue = client.name("queue");
        client.channel().queueDeclare(queue, false, true, false, Map.of(name, value));
        assertEquals(0, client.ready(queue));
    }

    static Stream<Arguments> differences() {
        return Stream.of("x-message-ttl", "x-expires", "x-max-priority").flatMap(name -> Stream.of(
                Arguments.of(name, 100, null, "received none but current is the value '100' of type 'signedint'"),
                Arguments.of(name, null, 100, "received the value '100' of type 'signedint' but current is none"),
                Arguments.of(name, 100L, null, "received none but current is the value '100' of type 'long'"),
                Arguments.of(name, 100, 200, "received '200' but current is '100'"),
                Arguments.of(name, 100, "100", "received '100' but current is '100'"),
                Arguments.of(name, 100, -1, "received '-1' but current is '100'")));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void differenceIsNamed(String name, Object first, Object second, String difference, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        channel.queueDeclare(queue, false, true, false, only(name, first));
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, false, true, false, only(name, second)));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - inequivalent arg '" + name + "' for queue '" + queue
                + "' in vhost '/': " + difference, QUEUE_DECLARE), reason);
    }

    private static Map<String, Object> only(String name, Object value) {
        Map<String, Object> arguments = new HashMap<>();
        if (value != null) {
            arguments.put(name, value);
        }
        return arguments;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x-message-ttl", "x-expires", "x-max-priority"})
    void theWidthOfANumberDoesNotMatter(String name, Client client) throws Exception {
        String queue = client.name("queue");
        client.channel().queueDeclare(queue, false, true, false, Map.of(name, 100));
        client.channel().queueDeclare(queue, false, true, false, Map.of(name, 100L));
        client.channel().queueDeclare(queue, false, true, false, Map.of(name, (byte) 100));
    }

    @ParameterizedTest
    @ValueSource(strings = {"60000", "+60000", "0060000", "315360000000"})
    void validExpirationIsDeliveredAsItWasSent(String expiration, Client client) throws Exception {
        String queue = client.queue();
        client.publish("", queue, new AMQP.BasicProperties.Builder().expiration(expiration).build(), "m");
        assertEquals(expiration, client.channel().basicGet(queue, true).getProps().getExpiration());
    }

    static Stream<Arguments> notPriorities() {
        return Stream.of(
                Arguments.of("5", "longstr"),
                Arguments.of(1.5, "double"),
                Arguments.of(true, "bool"),
                Arguments.of(Map.of(), "table"));
    }

    @ParameterizedTest
    @MethodSource("notPriorities")
    void aConsumersPriorityHasToBeAnInteger(Object priority, String type, Client client) throws Exception {
        // given
        String queue = client.queue();
        // when
        CloseReason reason = CloseReason.of(
                () -> Inbox.withArguments(client.channel(), queue, Map.of("x-priority", priority)));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid arg 'x-priority' for queue '" + queue
                + "' in vhost '/': \"expected integer, got " + type + "\"", BASIC_CONSUME), reason);
    }
}
