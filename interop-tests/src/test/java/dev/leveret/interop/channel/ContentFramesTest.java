package dev.leveret.interop.channel;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_PUBLISH;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A publish is a method, a header and bodies in this order on its channel (AMQP 0-9-1 §4.2.6), or else 505. */
@WithBroker
class ContentFramesTest {

    private static final String NOT_A_METHOD = "UNEXPECTED_FRAME - expected method frame, got non method frame instead";
    private static final String NOT_A_HEADER =
            "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead";
    private static final String NOT_A_BODY =
            "UNEXPECTED_FRAME - expected content body, got non content body frame instead";
    private static final Method METHOD = new AMQP.Basic.Recover.Builder().requeue(true).build();

    private RawClient raw;

    @BeforeEach
    void openAConnectionWithAChannel(RawClient connected) throws Exception {
        raw = connected.open().openChannel(1);
    }

    @Test
    void bodyWithoutAPublishIsRefused() throws Exception {
        // when
        raw.body(1, (byte) 1);
        // then
        assertEquals(connectionClose(505, NOT_A_METHOD, NONE), raw.expectClose());
    }

    @Test
    void headerWithoutAPublishIsRefused() throws Exception {
        // when
        raw.header(1, 60, 1);
        // then
        assertEquals(connectionClose(505, NOT_A_METHOD, NONE), raw.expectClose());
    }

    @Test
    void bodyOnAnUnopenedChannelIsRefused() throws Exception {
        // when
        raw.body(2, (byte) 1);
        // then
        assertEquals(connectionClose(505, NOT_A_METHOD, NONE), raw.expectClose());
    }

    @Test
    void methodInsteadOfAHeaderIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").send(1, METHOD);
        // then
        assertEquals(connectionClose(505, NOT_A_HEADER, BASIC_PUBLISH), raw.expectClose());
    }

    @Test
    void bodyInsteadOfAHeaderIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").body(1, (byte) 1);
        // then
        assertEquals(connectionClose(505, NOT_A_HEADER, BASIC_PUBLISH), raw.expectClose());
    }

    @Test
    void headerOfAnotherClassIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 50, 1);
        // then
        assertEquals(connectionClose(505,
                "UNEXPECTED_FRAME - expected content header for class 60, got one for class 50 instead", BASIC_PUBLISH),
                raw.expectClose());
    }

    @Test
    void secondHeaderIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 60, 1).header(1, 60, 1);
        // then
        assertEquals(connectionClose(505, NOT_A_BODY, BASIC_PUBLISH), raw.expectClose());
    }

    @Test
    void methodInsteadOfABodyIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 60, 1).send(1, METHOD);
        // then
        assertEquals(connectionClose(505, NOT_A_BODY, BASIC_PUBLISH), raw.expectClose());
    }

    @Test
    void bodyAfterAnEmptyMessageIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 60, 0).body(1);
        // then
        assertEquals(connectionClose(505, NOT_A_METHOD, NONE), raw.expectClose());
    }

    @ParameterizedTest
    @CsvSource({"3, '<<\"x\">>'", "2, '<<\"x\">>'"})
    void contentOnChannel0IsRefused(int type, String octets) throws Exception {
        // when
        raw.frame(type, 0, (byte) 'x');
        // then: RabbitMQ calls a header of this size no frame at all
        CloseReason reason = raw.expectClose();
        assertTrue(reason.equals(connectionClose(505, "UNEXPECTED_FRAME - type " + type + ", all octets = " + octets,
                NONE))
                || reason.equals(connectionClose(501,
                "FRAME_ERROR - type 2, all octets = " + octets + ": unknown_frame", NONE)),
                reason::toString);
    }

    @Test
    void truncatedHeaderIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").frame(RawClient.HEADER, 1, (byte) 0, (byte) 60, (byte) 0);
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type 2, all octets = <<0,60,0>>: unknown_frame", NONE),
                raw.expectClose());
    }

    @Test
    void contentOfSeveralChannelsMayInterleave() throws Exception {
        // given
        raw.openChannel(2);
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        String queue = raw.expect(AMQP.Queue.DeclareOk.class).getQueue();
        // when
        raw.publish(1, "", queue).publish(2, "", queue).header(2, 60, 2).header(1, 60, 3);
        raw.body(1, Client.bytes("on")).body(2, Client.bytes("two")[0]).body(1, Client.bytes("e"))
                .body(2, Client.bytes("w"));
        // then: which of the two is first in the queue is up to the broker
        raw.openChannel(3);
        assertEquals(Set.of("one", "tw"), Set.of(get(queue), get(queue)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void emptyBodyFramesAreAllowed(int count) throws Exception {
        // given
        raw.send(1, new AMQP.Queue.Declare.Builder().queue("").exclusive(true).build());
        String queue = raw.expect(AMQP.Queue.DeclareOk.class).getQueue();
        raw.publish(1, "", queue).header(1, 60, 1);
        // when
        for (int i = 0; i < count; i++) {
            raw.body(1);
        }
        raw.body(1, (byte) 'x');
        // then
        assertEquals("x", get(queue));
    }

    @Test
    @LeveretOnly("RabbitMQ 3.10 takes a body that is longer than announced")
    void bodyLongerThanAnnouncedIsRefused() throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 60, 3).body(1, (byte) 1, (byte) 2).body(1, (byte) 3, (byte) 4);
        // then
        assertEquals(connectionClose(505, NOT_A_BODY, BASIC_PUBLISH), raw.expectClose());
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 answers 541 INTERNAL_ERROR to malformed properties")
    @CsvSource({"8192, '\0\0\0\11\1aS\0\0'", "8192, '\0\0\0\3\1aZ'", "32768, '\11text'"})
    void malformedPropertiesAreRefused(int flags, String properties) throws Exception {
        // when
        raw.publish(1, "amq.direct", "key").header(1, 60, 1, flags, Client.bytes(properties)).body(1, (byte) 'x');
        // then
        CloseReason reason = raw.expectClose();
        assertEquals(CloseReason.Scope.CONNECTION, reason.scope());
        assertTrue(List.of(501, 502).contains(reason.replyCode()), reason::toString);
    }

    private String get(String queue) throws Exception {
        raw.send(1, new AMQP.Basic.Get.Builder().queue(queue).noAck(true).build());
        raw.expect(AMQP.Basic.GetOk.class);
        assertArrayEquals(new byte[] {0, 60}, java.util.Arrays.copyOf(raw.read().payload(), 2));
        return new String(raw.read().payload(), StandardCharsets.UTF_8);
    }
}
