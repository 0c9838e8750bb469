package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_CLOSE;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_CLOSE_OK;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_OPEN;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.SpecMethod;
import dev.leveret.interop.fixture.WithBroker;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The end of a connection, from either side, and what may no longer happen then. */
@WithBroker
class ConnectionCloseTest {

    private static final Method CLOSE = new AMQP.Connection.Close.Builder().replyCode(200).replyText("bye").build();
    private static final Method CLOSE_OK = new AMQP.Connection.CloseOk.Builder().build();

    @Test
    void clientClosesInOrder(Client client) throws Exception {
        // given
        Connection connection = client.connect();
        // when
        connection.close();
        // then
        assertFalse(connection.isOpen());
    }

    @Test
    void closeIsAnsweredAndNothingElseFollows(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(0, CLOSE);
        // then
        raw.expect(AMQP.Connection.CloseOk.class);
        assertArrayEquals(new byte[0], raw.finish().expectEnd());
    }

    @Test
    void methodsAfterCloseAreIgnored(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(0, CLOSE);
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        // then
        raw.expect(AMQP.Connection.CloseOk.class);
        assertArrayEquals(new byte[0], raw.finish().expectEnd());
    }

    @Test
    void closeThatCrossesTheServersIsAnswered(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        raw.send(1, immediatePublish()).header(1, 60, 0);
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - immediate=true", BASIC_PUBLISH), raw.expectClose());
        // when
        raw.send(0, CLOSE);
        // then
        raw.expect(AMQP.Connection.CloseOk.class);
    }

    @Test
    void serverClosesTheSocketAfterCloseOk(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        raw.send(1, immediatePublish()).header(1, 60, 0);
        raw.expectClose();
        // when
        raw.send(0, CLOSE_OK);
        // then
        assertArrayEquals(new byte[0], raw.expectEnd());
    }

    @Test
    void methodsBetweenTheServersCloseAndCloseOkAreIgnored(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        raw.send(1, immediatePublish()).header(1, 60, 0);
        raw.expectClose();
        // when
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build()).send(0, CLOSE_OK);
        // then
        assertArrayEquals(new byte[0], raw.expectEnd());
    }

    @Test
    void errorOnOneConnectionLeavesTheOthers(Client client) throws Exception {
        // given
        var failing = client.elsewhere();
        var other = client.channel();
        // when
        failing.basicPublish("", "nowhere", false, true, null, new byte[0]);
        CloseReason.awaited(failing.getConnection());
        // then
        assertEquals(0, other.queueDeclare().getMessageCount());
    }

    @Test
    void hardErrorClosesAllChannelsOfTheConnection(Client client) throws Exception {
        // given
        var failing = client.channel();
        var sibling = client.sibling();
        // when
        failing.basicPublish("", "nowhere", false, true, null, new byte[0]);
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - immediate=true", BASIC_PUBLISH),
                CloseReason.awaited(sibling));
    }

    @ParameterizedTest
    @EnumSource(names = {"CONNECTION_OPEN_OK", "CONNECTION_CLOSE_OK", "CONNECTION_BLOCKED", "CHANNEL_OPEN",
            "QUEUE_DECLARE"})
    void methodThatHasNoPlaceOnChannel0IsRefused(SpecMethod method, RawClient raw) throws Exception {
        // given
        raw.open();
        Map<SpecMethod, Method> methods = Map.of(
                SpecMethod.CONNECTION_OPEN_OK, new AMQP.Connection.OpenOk.Builder().build(),
                SpecMethod.CONNECTION_CLOSE_OK, CLOSE_OK,
                SpecMethod.CONNECTION_BLOCKED, new AMQP.Connection.Blocked.Builder().reason("x").build(),
                SpecMethod.CHANNEL_OPEN, new AMQP.Channel.Open.Builder().build(),
                SpecMethod.QUEUE_DECLARE, new AMQP.Queue.Declare.Builder().queue("q").build());
        // when
        raw.send(0, methods.get(method));
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - unexpected method in connection state running", method),
                raw.expectClose());
    }

    @Test
    void connectionMethodsHaveNoPlaceOnAChannel(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, CLOSE);
        // then
        assertEquals(connectionClose(503, "COMMAND_INVALID - unimplemented method", CONNECTION_CLOSE),
                raw.expectClose());
    }

    @Test
    void connectionOpenHasNoPlaceOnAChannel(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when
        raw.send(1, RawClient.connectionOpen("/"));
        // then
        assertEquals(connectionClose(503, "COMMAND_INVALID - unimplemented method", CONNECTION_OPEN),
                raw.expectClose());
    }

    @Test
    void unaskedCloseOkIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.send(0, CLOSE_OK);
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - unexpected method in connection state running",
                CONNECTION_CLOSE_OK),
                raw.expectClose());
    }

    private static Method immediatePublish() {
        return new AMQP.Basic.Publish.Builder().exchange("").routingKey("nowhere").immediate(true).build();
    }
}
