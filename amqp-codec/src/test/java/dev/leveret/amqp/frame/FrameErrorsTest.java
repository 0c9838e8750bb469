package dev.leveret.amqp.frame;

import static dev.leveret.amqp.testing.Failures.assertFails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.testing.RecordedFrames;
import dev.leveret.amqp.testing.RecordedFrames.Seen;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that are no frames, and frames where they cannot be. The texts are RabbitMQ's. */
class FrameErrorsTest {

    private static final String HEARTBEAT = "08 0000 00000000 ce";

    private final RecordedFrames recorded = RecordedFrames.ofClient();
    private final FrameDecoder decoder = FrameDecoder.ofServerFrames(recorded, 8192);

    @Test
    void unknownTypeIsRefused() {
        assertFails("FRAME_ERROR - type 7, all octets = <<\"abc\">>: unknown_frame", () -> feed("07 0001 00000003 616263 ce"));
        assertFails("FRAME_ERROR - type 7, all octets = <<>>: unknown_frame", () -> feed("07 0000 00000000 ce"));
        assertFails(
                "FRAME_ERROR - type 255, first 16 octets = <<0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15>>: unknown_frame",
                () -> feed("ff 0001 00000011 000102030405060708090a0b0c0d0e0f10 ce"));
    }

    @Test
    void wrongEndOctetIsRefused() {
        assertFails(
                "FRAME_ERROR - type 1, all octets = <<\"abcd\">>: {invalid_frame_end_marker,205}",
                () -> feed("01 0001 00000004 61626364 cd"));
        assertTrue(decoder.isLost());
    }

    @Test
    void wrongEndOctetBehindABodyInPiecesIsRefused() {
        feed("03 0001 00000014 7878787878");
        feed("787878787878787878787878787878");
        assertFails(
                "FRAME_ERROR - type 3, first 16 octets = <<\"xxxxxxxxxxxxxxxx\">>: {invalid_frame_end_marker,65}",
                () -> feed("41"));
        assertTrue(decoder.isLost());
    }

    @Test
    void tooLargeFrameIsRefusedAtItsHead() {
        assertFails(
                "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,8193,8184}", () -> feed("03 0001 00002001"));
        assertTrue(decoder.isLost());
    }

    @Test
    void sizeIsUnsigned() {
        assertFails(
                "FRAME_ERROR - type 3, all octets = <<>>: {frame_too_large,4294967295,8184}",
                () -> feed("03 0001 ffffffff"));
    }

    @Test
    void payloadOfWholeFrameMaxIsLetPass() {
        feed("03 0001 00002000" + "00".repeat(8192) + "ce");
        assertEquals(1, recorded.seen().size());
    }

    @Test
    void limitCanBeRaisedAndLowered() {
        decoder.setFrameMax(4096);
        assertFails("FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,5000,4088}", () -> feed("01 0001 00001388"));
        FrameDecoder unlimited = FrameDecoder.ofServerFrames(recorded, 0);
        unlimited.feed(bytes("03 0001 00100000" + "00".repeat(1 << 20) + "ce"));
        assertEquals(1, recorded.seen().size());
    }

    @Test
    void nothingIsReadAnyMoreOnceOutOfStep() {
        assertFails("FRAME_ERROR - type 1, all octets = <<>>: {frame_too_large,8193,8184}", () -> feed("01 0000 00002001"));
        feed(HEARTBEAT);
        assertEquals(List.of(), recorded.seen());
    }

    @Test
    void frameBehindAnUnknownOneIsRead() {
        ByteBuf in = bytes("07 0001 00000003 616263 ce" + HEARTBEAT);
        assertFails("FRAME_ERROR - type 7, all octets = <<\"abc\">>: unknown_frame", () -> decoder.feed(in));
        assertFalse(decoder.isLost());
        decoder.feed(in);
        assertEquals(List.of(new Seen.Heartbeat(0)), recorded.seen());
    }

    @Test
    void methodWithoutAWholeIdIsRefused() {
        assertFails("FRAME_ERROR - type 1, all octets = <<0,60,0>>: unknown_frame", () -> feed("01 0001 00000003 003c00 ce"));
    }

    @Test
    void contentHeaderWithoutItsFixedPartIsRefused() {
        assertFails(
                "FRAME_ERROR - type 2, all octets = <<0,60,0,0,0>>: unknown_frame",
                () -> feed("02 0001 00000005 003c000000 ce"));
    }

    @Test
    void contentHeaderWithAWeightIsNone() {
        assertFails(
                "UNEXPECTED_FRAME - expected content header for class 60, got non content header frame instead",
                BasicMethod.Publish.ID,
                () -> feed("02 0001 0000000e 003c 0005 0000000000000000 0000 ce"));
    }

    @Test
    void heartbeatBelongsToChannelZeroAndIsEmpty() {
        assertFails("UNEXPECTED_FRAME - type 8, all octets = <<>>", () -> feed("08 0001 00000000 ce"));
        assertFails("FRAME_ERROR - type 8, all octets = <<\"x\">>: unknown_frame", () -> feed("08 0000 00000001 78 ce"));
        feed(HEARTBEAT);
        assertEquals(List.of(new Seen.Heartbeat(0)), recorded.seen());
    }

    @Test
    void contentOnChannelZeroIsRefused() {
        assertFails(
                "UNEXPECTED_FRAME - type 2, all octets = <<0,60,0,0,0,0,0,0,0,0,0,0,0,0>>",
                () -> feed("02 0000 0000000e 003c 0000 0000000000000000 0000 ce"));
        assertFails("UNEXPECTED_FRAME - type 3, all octets = <<\"hello\">>", () -> feed("03 0000 00000005 68656c6c6f ce"));
        feed("03 0000 00000005 6865");
        assertFails("UNEXPECTED_FRAME - type 3, all octets = <<\"hello\">>", () -> feed("6c6c6f ce"));
    }

    @Test
    void malformedPropertiesAreNoticedWhenTheyArrive() {
        assertFails(
                "SYNTAX_ERROR - content header ends 2 octets too early",
                () -> feed("02 0001 00000012 003c 0000 0000000000000002 8000 05616263 ce"));
        feed(HEARTBEAT);
        assertEquals(List.of(new Seen.Heartbeat(0)), recorded.seen());
    }

    @Test
    void otherProtocolsAreTold() {
        for (String first : new String[] {"GET / HT", "AMQP\0\1\0\0", "AMQP\3\1\0\0", "AMQP\0\0\11\2", "amqp\0\0\11\1",
            "AMQP\1\1\10\0", "AMQP\1\1\11\1"}) {
            RecordedFrames seen = RecordedFrames.ofClient();
            FrameDecoder fresh = new FrameDecoder(seen, 8192);
            fresh.feed(Unpooled.copiedBuffer(first + "TP/1.1\r\n", StandardCharsets.ISO_8859_1));
            assertEquals(List.of(new Seen.Protocol(false)), seen.seen());
            assertTrue(fresh.isLost());
        }
    }

    @Test
    void clientsOfZeroNineAreLetIn() {
        FrameDecoder fresh = new FrameDecoder(recorded, 8192);
        fresh.feed(bytes("414d5150 01010009" + HEARTBEAT));
        assertEquals(List.of(new Seen.Protocol(true), new Seen.Heartbeat(0)), recorded.seen());
    }

    private void feed(String hex) {
        decoder.feed(bytes(hex));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }
}
