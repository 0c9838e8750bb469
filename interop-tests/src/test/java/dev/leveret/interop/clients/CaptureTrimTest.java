package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What is kept of a connection can be decoded, and does not say where it was recorded. */
class CaptureTrimTest {

    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final byte[] HEARTBEAT = {8, 0, 0, 0, 0, 0, 0, (byte) 0xCE};

    @Test
    void aShortConnectionIsKeptToItsLastWholeFrame() {
        byte[] byClient = joined(PROTOCOL_HEADER, body(10), HEARTBEAT);

        Capture capture = CaptureTrim.of("some", new Wire.Said(joined(byClient, new byte[] {8, 0, 0}), new byte[0]));

        assertArrayEquals(byClient, capture.byClient());
        assertEquals(0, capture.byServer().length);
    }

    @Test
    void ofALongConnectionTheFirstFramesOfEachSideAreKept() {
        byte[] first = body(10_000);
        byte[] byClient = joined(PROTOCOL_HEADER, first, body(10_000), HEARTBEAT);
        byte[] byServer = joined(HEARTBEAT, body(50_000));

        Capture capture = CaptureTrim.of("some", new Wire.Said(byClient, byServer));

        assertArrayEquals(joined(PROTOCOL_HEADER, first), capture.byClient());
        assertArrayEquals(HEARTBEAT, capture.byServer());
    }

    @Test
    void theMachinesNameIsWrittenOver() throws Exception {
        String hostName = InetAddress.getLocalHost().getHostName();
        byte[] byServer = frame(1, ("celery@" + hostName + " is up").getBytes(StandardCharsets.UTF_8));

        Capture capture = CaptureTrim.of("some", new Wire.Said(PROTOCOL_HEADER, byServer));

        byte[] concealed = ("celery@" + "h".repeat(hostName.length()) + " is up").getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(frame(1, concealed), capture.byServer());
    }

    private static byte[] body(int size) {
        return frame(3, new byte[size]);
    }

    private static byte[] frame(int type, byte[] payload) {
        return ByteBuffer.allocate(payload.length + 8).put((byte) type).putShort((short) 1).putInt(payload.length).put(payload)
                .put((byte) 0xCE).array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }
}
