package dev.leveret.interop.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Of a program's connections those are kept that have frames which the others have not. */
class CaptureChoiceTest {

    private static final byte[] NOTHING = {};
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final byte[] HEARTBEAT = {8, 0, 0, 0, 0, 0, 0, (byte) 0xCE};
    private static final byte[] HEADER_AND_HEARTBEAT = {'A', 'M', 'Q', 'P', 0, 0, 9, 1, 8, 0, 0, 0, 0, 0, 0, (byte) 0xCE};

    @Test
    void aConnectionWithNothingNewIsNotKept() {
        Capture brief = new Capture("brief", PROTOCOL_HEADER, NOTHING);
        Capture lively = new Capture("lively", HEADER_AND_HEARTBEAT, NOTHING);
        Capture again = new Capture("again", HEADER_AND_HEARTBEAT, NOTHING);
        Capture answered = new Capture("answered", PROTOCOL_HEADER, HEARTBEAT);

        assertEquals(List.of(lively, answered), CaptureChoice.of(List.of(brief, lively, again, answered)));
    }

    @Test
    void whatWouldBeTooMuchTogetherIsNotKept() {
        Capture big = new Capture("big", HEADER_AND_HEARTBEAT, heartbeats(CaptureTrim.SIZE_MAX - HEADER_AND_HEARTBEAT.length));
        Capture body = new Capture("body", new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1, 3, 0, 1, 0, 0, 0, 0, (byte) 0xCE}, NOTHING);

        assertEquals(List.of(big), CaptureChoice.of(List.of(body, big)));
    }

    private static byte[] heartbeats(int size) {
        byte[] all = new byte[size];
        for (int i = 0; i < size; i += HEARTBEAT.length) {
            System.arraycopy(HEARTBEAT, 0, all, i, HEARTBEAT.length);
        }
        return all;
    }
}
