package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.BASIC_RECOVER;
import static dev.leveret.interop.fixture.SpecMethod.NONE;
import static dev.leveret.interop.fixture.SpecMethod.QUEUE_DECLARE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.CloseReason;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no frames, and frames that hold no method: the connection ends with the specification's code. */
@WithBroker
class FrameErrorTest {

    private RawClient raw;

    @BeforeEach
    void openAConnectionWithAChannel(RawClient connected) throws Exception {
        raw = connected.open().openChannel(1);
    }

    @Test
    void wrongFrameEndIsRefused() throws Exception {
        // when: a basic.recover that ends in 0xCD
        raw.frameEndingIn(0xCD, RawClient.METHOD, 1, (byte) 0, (byte) 60, (byte) 0, (byte) 110, (byte) 1);
        // then
        assertEquals(connectionClose(501,
                "FRAME_ERROR - type 1, all octets = <<0,60,0,110,1>>: {invalid_frame_end_marker,205}", NONE),
                raw.expectClose());
    }

    @Test
    void wrongEndOfAHeartbeatIsRefused() throws Exception {
        // when
        raw.frameEndingIn(0, RawClient.HEARTBEAT, 0);
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type 8, all octets = <<>>: {invalid_frame_end_marker,0}",
                NONE),
                raw.expectClose());
    }

    @ParameterizedTest
    @CsvSource({"9, 1", "4, 0", "0, 1", "255, 1"})
    void unknownFrameTypeIsRefused(int type, int channel) throws Exception {
        // when
        raw.frame(type, channel, Client.bytes("abcd"));
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - type " + type + ", all octets = <<\"abcd\">>: unknown_frame",
                NONE),
                raw.expectClose());
    }

    @Test
    void frameOfFourGigabytesIsRefusedByItsSizeAlone() throws Exception {
        // when
        raw.frameAnnouncing(RawClient.METHOD, 1, -1);
        // then
        assertEquals(connectionClose(501,
                "FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,4294967295,131064}", NONE),
                raw.expectClose());
    }

    @Test
    void protocolHeaderOnAnOpenConnectionIsNoFrame() throws Exception {
        // when
        raw.bytes(RawClient.protocolHeader());
        // then
        assertEquals(connectionClose(501,
                "FRAME_ERROR - type 65, all octets = <<>>: {frame_too_large,1342177289,131064}", NONE),
                raw.expectClose());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void methodFrameWithoutRoomForAMethodIsRefused(int size) throws Exception {
        // when
        raw.frame(RawClient.METHOD, 1, new byte[size]);
        // then
        String octets = size == 0 ? "<<>>" : "<<0>>";
        assertEquals(connectionClose(501, "FRAME_ERROR - type 1, all octets = " + octets + ": unknown_frame", NONE),
                raw.expectClose());
    }

    @Test
    void methodWithTooFewArgumentsIsRefused() throws Exception {
        // when: the short string announces five octets and has two
        raw.method(1, 50, 10, (byte) 0, (byte) 0, (byte) 5, (byte) 'a', (byte) 'b');
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - cannot decode <<0,0,5,97,98>>", QUEUE_DECLARE),
                raw.expectClose());
    }

    @Test
    void methodWithTooManyArgumentsIsRefused() throws Exception {
        // when
        raw.method(1, 60, 110, Client.bytes("\1extra"));
        // then
        assertEquals(connectionClose(501, "FRAME_ERROR - cannot decode <<1,101,120,116,114,97>>", BASIC_RECOVER),
                raw.expectClose());
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 resets the connection without a close")
    @CsvSource({"1, 99, 1", "1, 60, 999", "0, 99, 1", "0, 10, 99"})
    void unknownMethodIsRefused(int channel, int classId, int methodId) throws Exception {
        // when
        raw.method(channel, classId, methodId);
        // then
        CloseReason reason = raw.expectClose();
        assertEquals(CloseReason.Scope.CONNECTION, reason.scope());
        assertTrue(List.of(503, 504, 540).contains(reason.replyCode()), reason::toString);
        assertEquals(List.of(classId, methodId), List.of(reason.classId(), reason.methodId()));
    }

    @ParameterizedTest
    @LeveretOnly("RabbitMQ 3.10 resets the connection without a close")
    @ValueSource(strings = {"\3\1aZ", "\2\5a", "\7\1aS\0\0\0\11", "\7\1aF\0\0\0\11", "\7\1aA\377\377\377\377"})
    void malformedFieldTableIsRefused(String table) throws Exception {
        // given: queue.declare's arguments up to the table, then a table whose length is right and whose content is not
        byte[] content = table.substring(1).getBytes(StandardCharsets.ISO_8859_1);
        byte[] arguments = new byte[2 + 2 + 1 + 4 + content.length];
        arguments[2] = 1;
        arguments[3] = 'q';
        arguments[8] = (byte) content.length;
        System.arraycopy(content, 0, arguments, 9, content.length);
        // when
        raw.method(1, 50, 10, arguments);
        // then
        CloseReason reason = raw.expectClose();
        assertEquals(CloseReason.Scope.CONNECTION, reason.scope());
        assertTrue(List.of(501, 502).contains(reason.replyCode()), reason::toString);
        assertEquals(List.of(50, 10), List.of(reason.classId(), reason.methodId()));
    }

    @Test
    void nothingElseIsAnsweredAfterAFrameError() throws Exception {
        // when: a good channel.open follows the bad frame in the same write
        raw.frame(9, 1);
        raw.method(2, 20, 10, (byte) 0);
        // then
        assertEquals(501, raw.expectClose().replyCode());
        assertArrayEquals(new byte[0], raw.finish().expectEnd());
    }
}
