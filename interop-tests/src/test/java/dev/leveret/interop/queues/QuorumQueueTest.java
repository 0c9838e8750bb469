package dev.leveret.interop.queues;

import static dev.leveret.interop.fixture.CloseReason.channelClose;
import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CONSUME;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_GET;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DELETE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.Inbox;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.WithBroker;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Quorum queues as clients see them: what they are declared with, and what cannot be asked of them. */
@WithBroker
class QuorumQueueTest {

    private static final Map<String, Object> QUORUM = Map.of("x-queue-type", "quorum");

    private static Map<String, Object> quorum(Object... more) {
        Map<String, Object> arguments = new HashMap<>(QUORUM);
        for (int i = 0; i < more.length; i += 2) {
            arguments.put((String) more[i], more[i + 1]);
        }
        return arguments;
    }

    private static String declare(Client client, Map<String, Object> arguments) throws Exception {
        return client.channel().queueDeclare(client.name("quorum"), true, false, false, arguments).getQueue();
    }

    private static String in(String queue) {
        return "queue '" + queue + "' in vhost '/'";
    }

    @Test
    void messagesGoThroughItInOrder(Client client) throws Exception {
        // given
        String queue = declare(client, QUORUM);
        // when
        client.publish("", queue, "1", "2", "3");
        // then
        assertEquals(List.of("1", "2", "3"), Inbox.acknowledging(client.channel(), queue).nextTexts(3));
        client.channel().queueDelete(queue);
    }

    @Test
    void publishesAreConfirmedAndCommitted(Client client) throws Exception {
        // given
        String queue = declare(client, QUORUM);
        Channel confirming = client.sibling();
        confirming.confirmSelect();
        Channel transactional = client.sibling();
        transactional.txSelect();
        // when persistent and transient messages come both ways
        for (int mode : new int[] {1, 2}) {
            var properties = new AMQP.BasicProperties.Builder().deliveryMode(mode).build();
            confirming.basicPublish("", queue, properties, Client.bytes("confirmed"));
            transactional.basicPublish("", queue, properties, Client.bytes("committed"));
        }
        confirming.waitForConfirmsOrDie(10_000);
        transactional.txCommit();
        // then all are there
        client.awaitReady(queue, 4);
        client.channel().queueDelete(queue);
    }

    @ParameterizedTest
    @CsvSource({"false,false,false,non-durable", "true,true,false,exclusive-owner", "true,false,true,auto-delete",
        "false,true,true,auto-delete", "false,true,false,exclusive-owner"})
    void itIsDurableAndBelongsToNobodyAndStays(
            boolean durable, boolean exclusive, boolean autoDelete, String property, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("quorum");
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, durable, exclusive, autoDelete, QUORUM));
        // then
        assertEquals(
                channelClose(406, "PRECONDITION_FAILED - invalid property '" + property + "' for " + in(queue), QUEUE_DECLARE),
                reason);
    }

    @Test
    void serverDoesNotNameIt(Client client) throws Exception {
        // given
        Channel channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare("", true, false, false, QUORUM));
        // then
        assertEquals(
                channelClose(
                        406,
                        "PRECONDITION_FAILED - Cannot declare a server-named queue for type rabbit_quorum_queue",
                        QUEUE_DECLARE),
                reason);
    }

    static Stream<Arguments> invalidValues() {
        return Stream.of(
                Arguments.of("x-dead-letter-strategy", "foo", "invalid_dlx_strategy"),
                Arguments.of("x-dead-letter-strategy", 5, "{unacceptable_type,signedint}"),
                Arguments.of("x-quorum-initial-group-size", 0, "{value_zero,0}"),
                Arguments.of("x-quorum-initial-group-size", "a", "\"expected integer, got longstr\""),
                Arguments.of("x-queue-leader-locator", "foo", "invalid_queue_locator_arg"),
                Arguments.of("x-max-in-memory-length", -1, "{value_negative,-1}"),
                Arguments.of("x-max-length", -1, "{value_negative,-1}"),
                Arguments.of("x-expires", 0, "{value_zero,0}"),
                Arguments.of("x-overflow", "foo", "invalid_overflow"));
    }

    @ParameterizedTest
    @MethodSource("invalidValues")
    void valueThatCannotBeIsRefused(String name, Object value, String problem, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("quorum");
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, true, false, false, quorum(name, value)));
        // then
        assertEquals(
                channelClose(
                        406, "PRECONDITION_FAILED - invalid arg '" + name + "' for " + in(queue) + ": " + problem, QUEUE_DECLARE),
                reason);
    }

    @ParameterizedTest
    @LeveretOnly("3.10 calls the types rabbit_quorum_queue and rabbit_classic_queue")
    @CsvSource({"quorum,x-max-priority", "quorum,x-queue-mode", "quorum,x-queue-version", "quorum,x-max-age",
        "classic,x-delivery-limit", "classic,x-dead-letter-strategy", "classic,x-max-age"})
    void argumentOfAnotherTypeIsRefused(String type, String name, Client client) throws Exception {
        // given
        Channel channel = client.channel();
        String queue = client.name("queue");
        Map<String, Object> arguments = Map.of("x-queue-type", type, name, 5);
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, true, false, false, arguments));
        // then
        assertEquals(
                channelClose(
                        406,
                        "PRECONDITION_FAILED - invalid arg '" + name + "' for " + in(queue) + " of queue type " + type,
                        QUEUE_DECLARE),
                reason);
    }

    @Test
    void allItsArgumentsAreAccepted(Client client) throws Exception {
        // given
        Map<String, Object> arguments = quorum(
                "x-expires", 60_000, "x-message-ttl", 60_000, "x-dead-letter-exchange", "", "x-dead-letter-routing-key", "k",
                "x-dead-letter-strategy", "at-least-once", "x-max-length", 5, "x-max-length-bytes", 500,
                "x-overflow", "reject-publish", "x-delivery-limit", 3, "x-single-active-consumer", true,
                "x-quorum-initial-group-size", 3, "x-queue-leader-locator", "client-local", "x-max-in-memory-length", 5,
                "x-max-in-memory-bytes", 5, "x-consumer-disconnected-timeout", 5, "x-delayed-retry-type", "all",
                "x-delayed-retry-min", 5, "x-delayed-retry-max", 50, "x-anything", "kept");
        // when
        String queue = declare(client, arguments);
        // then it can be declared once more, with anything that its type does not know
        client.channel().queueDeclare(queue, true, false, false, with(arguments, "x-max-priority", 5));
        client.channel().queueDelete(queue);
    }

    private static Map<String, Object> with(Map<String, Object> arguments, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(arguments);
        changed.put(name, value);
        return changed;
    }

    static Stream<Arguments> differences() {
        return Stream.of(
                Arguments.of(QUORUM, Map.of(), "x-queue-type", "received none but current is the value 'quorum' of type 'longstr'"),
                Arguments.of(
                        Map.of(), QUORUM, "x-queue-type", "received the value 'quorum' of type 'longstr' but current is none"),
                Arguments.of(
                        QUORUM, Map.of("x-queue-type", "classic"), "x-queue-type", "received 'classic' but current is 'quorum'"),
                Arguments.of(
                        quorum("x-delivery-limit", 5), QUORUM, "x-delivery-limit",
                        "received none but current is the value '5' of type 'signedint'"),
                Arguments.of(
                        quorum("x-delivery-limit", 5), quorum("x-delivery-limit", 6), "x-delivery-limit",
                        "received '6' but current is '5'"),
                Arguments.of(
                        QUORUM, quorum("x-message-ttl", 5, "x-delivery-limit", 5), "x-delivery-limit",
                        "received the value '5' of type 'signedint' but current is none"));
    }

    @ParameterizedTest
    @MethodSource("differences")
    void redeclarationThatDiffersIsRefused(
            Map<String, Object> first, Map<String, Object> second, String name, String difference, Client client)
            throws Exception {
        // given
        String queue = declare(client, first);
        Channel channel = client.sibling();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDeclare(queue, true, false, false, second));
        // then
        assertEquals(
                channelClose(
                        406, "PRECONDITION_FAILED - inequivalent arg '" + name + "' for " + in(queue) + ": " + difference,
                        QUEUE_DECLARE),
                reason);
        client.channel().queueDelete(queue);
    }

    @ParameterizedTest
    @CsvSource({"true,false,if-unused", "false,true,if-empty", "true,true,if-unused"})
    void conditionalDeletionIsNotImplemented(boolean ifUnused, boolean ifEmpty, String flag, Client client) throws Exception {
        // given
        String queue = declare(client, QUORUM);
        Channel channel = client.elsewhere();
        // when
        CloseReason reason = CloseReason.of(() -> channel.queueDelete(queue, ifUnused, ifEmpty));
        // then
        assertEquals(
                connectionClose(
                        540,
                        "NOT_IMPLEMENTED - cannot delete " + in(queue) + ". queue.delete operations with " + flag
                                + " flag set are not supported by quorum queues",
                        QUEUE_DELETE),
                reason);
        client.channel().queueDelete(queue);
    }

    @Test
    void consumerWithAGlobalPrefetchIsRefused(Client client) throws Exception {
        // given
        String queue = declare(client, QUORUM);
        Channel channel = client.elsewhere();
        channel.basicQos(5, true);
        // when
        CloseReason reason = CloseReason.of(() -> channel.basicConsume(queue, new DefaultConsumer(channel)));
        // then
        assertEquals(
                connectionClose(540, "NOT_IMPLEMENTED - " + in(queue) + " does not support global qos", BASIC_CONSUME), reason);
        client.channel().queueDelete(queue);
    }

    @Test
    void getFromOneWithASingleActiveConsumerIsRefused(Client client) throws Exception {
        // given
        String queue = declare(client, quorum("x-single-active-consumer", true));
        Channel channel = client.sibling();
        // when
        CloseReason reason = CloseReason.of(() -> channel.basicGet(queue, true));
        // then
        assertEquals(
                channelClose(
                        405,
                        "RESOURCE_LOCKED - cannot obtain access to locked " + in(queue) + ". basic.get operations are not"
                                + " supported by quorum queues with single active consumer",
                        BASIC_GET),
                reason);
        client.channel().queueDelete(queue);
    }

    @Test
    void fullOneRefuses(Client client) throws Exception {
        // given
        String queue = declare(client, quorum("x-max-length", 1, "x-overflow", "reject-publish"));
        Channel channel = client.sibling();
        channel.confirmSelect();
        // when more comes than there is room for; RabbitMQ lets it overshoot by a few
        // then
        assertThrows(IOException.class, () -> {
            for (int i = 0; i < 10; i++) {
                channel.basicPublish("", queue, null, Client.bytes("m"));
                channel.waitForConfirmsOrDie(10_000);
            }
        });
        client.channel().queueDelete(queue);
    }

    @Test
    @LeveretOnly("3.10 has no priorities in quorum queues")
    void prioritiesAreStrict(Client client) throws Exception {
        // given
        String queue = declare(client, QUORUM);
        for (int priority : new int[] {1, 9, 40, 5}) {
            client.publish("", queue, new AMQP.BasicProperties.Builder().priority(priority).build(), "p" + priority);
        }
        client.publish("", queue, "none");
        client.awaitReady(queue, 5);
        // when
        // then none counts as 4
        assertEquals(List.of("p40", "p9", "p5", "none", "p1"), client.drain(queue));
        client.channel().queueDelete(queue);
    }
}
