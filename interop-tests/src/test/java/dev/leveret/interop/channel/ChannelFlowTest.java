package dev.leveret.interop.channel;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_CANCEL_OK;
import static dev.leveret.interop.fixture.SpecMethod.CHANNEL_FLOW;
import static dev.leveret.interop.fixture.SpecMethod.CHANNEL_OPEN_OK;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE_OK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.rabbitmq.client.AMQP;
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

/** channel.flow, access.request, and methods that only a server may send. */
@WithBroker
class ChannelFlowTest {

    @Test
    void switchingFlowOnIsAcknowledged(Client client) throws Exception {
        // when
        Method answer = client.channel().rpc(new AMQP.Channel.Flow.Builder().active(true).build()).getMethod();
        // then
        assertEquals(true, assertInstanceOf(AMQP.Channel.FlowOk.class, answer).getActive());
    }

    @Test
    void switchingFlowOffIsNotImplemented(Client client) throws Exception {
        // given
        var channel = client.channel();
        // when
        CloseReason reason = CloseReason.of(() -> channel.rpc(new AMQP.Channel.Flow.Builder().active(false).build()));
        // then
        assertEquals(connectionClose(540, "NOT_IMPLEMENTED - active=false", CHANNEL_FLOW), reason);
    }

    @Test
    void accessRequestIsAnsweredWithTicketOne(RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        // when: access.request for realm "/data"
        raw.method(1, 30, 10, Client.bytes("\5/data\37"));
        // then: access.request-ok, ticket 1
        assertArrayEquals(new byte[] {0, 30, 0, 11, 0, 1}, raw.read().payload());
    }

    @ParameterizedTest
    @EnumSource(names = {"CHANNEL_OPEN_OK", "QUEUE_DECLARE_OK", "BASIC_CANCEL_OK"})
    void methodsOfAServerAreRefused(SpecMethod method, RawClient raw) throws Exception {
        // given
        raw.open().openChannel(1);
        Map<SpecMethod, Method> methods = Map.of(
                CHANNEL_OPEN_OK, new AMQP.Channel.OpenOk.Builder().channelId("x").build(),
                QUEUE_DECLARE_OK, new AMQP.Queue.DeclareOk.Builder().queue("q").messageCount(0).consumerCount(0)
                .build(),
                BASIC_CANCEL_OK, new AMQP.Basic.CancelOk.Builder().consumerTag("t").build());
        // when
        raw.send(1, methods.get(method));
        // then
        assertEquals(connectionClose(503, "COMMAND_INVALID - unimplemented method", method), raw.expectClose());
    }
}
