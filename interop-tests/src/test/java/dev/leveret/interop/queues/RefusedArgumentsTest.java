package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments that RabbitMQ knows and Leveret does not have yet are refused, never silently ignored. */
@WithBroker
class RefusedArgumentsTest {

    static Stream<Arguments> queueArguments() {
        return Stream.of(
                Arguments.of("x-queue-type", "stream"));
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ has these features")
    @MethodSource("queueArguments")
    void argumentOfAFeatureThatIsNotThereYetIsRefusedByName(String name, Object value, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, true, false, false, Map.of(name, value)));
        // then
        assertEquals(List.of(CloseReason.Scope.CONNECTION, 540, 50, 10),
                List.of(reason.scope(), reason.replyCode(), reason.classId(), reason.methodId()));
        assertTrue(reason.replyText().startsWith("NOT_IMPLEMENTED - "), reason::replyText);
        assertTrue(reason.replyText().contains(name), reason::replyText);
    }

    static Stream<Arguments> harmlessArguments() {
        return Stream.of(
                Arguments.of(Map.of("x-queue-type", "classic")),
                Arguments.of(Map.of("x-queue-mode", "lazy")),
                Arguments.of(Map.of("x-queue-mode", "default")),
                Arguments.of(Map.of("x-queue-version", 2)),
                Arguments.of(Map.of("x-anything", 5, "mine", Map.of("nested", List.of(1, 2)))));
    }

    @ParameterizedTest
    @MethodSource("harmlessArguments")
    void argumentWithoutEffectIsAccepted(Map<String, Object> arguments, Client client) throws Exception {
        // given
        String queue = client.channel().queueDeclare(client.name("queue"), false, true, false, arguments).getQueue();
        // when
        client.publish("", queue, "message");
        // then
        assertEquals(List.of("message"), client.drain(queue));
    }

    @Test
    void unknownQueueTypeIsAnError(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        // when
        CloseReason reason = CloseReason.of(
                () -> channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "bogus")));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue '" + queue
                + "' in vhost '/': \"unsupported queue type 'bogus'\"", QUEUE_DECLARE), reason);
    }

    @Test
    void queueTypeOfAnotherTypeIsAnError(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        // when
        CloseReason reason = CloseReason.of(() ->
                channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", 5)));
        // then
        assertEquals(channelClose(406, "PRECONDITION_FAILED - invalid arg 'x-queue-type' for queue '" + queue
                + "' in vhost '/': {unacceptable_type,signedint}", QUEUE_DECLARE), reason);
    }
}
