package dev.leveret.interop.syscalls;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The methods that the broker sent on one connection, taken out of its socket's calls. */
final class Answers {

    private static final int METHOD_FRAME = 1;
    private static final int FRAME_OVERHEAD_BYTES = 8;

    /**
     * One method.
     *
     * @param begin where in the trace the call began that carried its first byte
     * @param id class and method, 16 bits each
     * @param arguments as they travelled
     */
    record Answer(int begin, int channel, int id, ByteBuffer arguments) {}

    private Answers() {}

    /** @param clientPort of the client's end */
    static List<Answer> to(int clientPort, List<SystemCall> calls) {
        StringBuilder stream = new StringBuilder();
        TreeMap<Integer, Integer> beginnings = new TreeMap<>();
        for (SystemCall call : calls) {
            if (call.isToSocket() && call.target().endsWith(":" + clientPort + "]") && call.result() > 0) {
                beginnings.put(stream.length(), call.begin());
                stream.append(call.text(), 0, (int) call.result());
            }
        }
        ByteBuffer in = ByteBuffer.wrap(stream.toString().getBytes(StandardCharsets.ISO_8859_1));
        List<Answer> answers = new ArrayList<>();
        while (in.remaining() >= FRAME_OVERHEAD_BYTES) {
            int begin = beginnings.floorEntry(in.position()).getValue();
            int type = in.get();
            int channel = in.getShort();
            ByteBuffer payload = in.slice(in.position() + 4, in.getInt());
            in.position(in.position() + payload.remaining() + 1);
            if (type == METHOD_FRAME) {
                answers.add(new Answer(begin, channel, payload.getInt(), payload.slice()));
            }
        }
        return answers;
    }
}
