package dev.leveret.amqp.frame;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Changes the bytes of a conversation, mostly where it hurts: lengths, types, ends, the order of frames. */
final class FrameMutation {

    private static final int PROTOCOL_HEADER_SIZE = 8;
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, Integer.MAX_VALUE, -1};

    private FrameMutation() {}

    static byte[] mutate(byte[] conversation, Random random) {
        byte[] bytes = conversation.clone();
        for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 1; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        return switch (random.nextInt(9)) {
            case 0 -> with(bytes, at, random.nextInt());
            case 1 -> with(bytes, at, bytes[at] ^ 1 << random.nextInt(8));
            case 2 -> withInt(bytes, at, EDGES[random.nextInt(EDGES.length)]);
            case 3 -> Arrays.copyOf(bytes, 1 + at);
            case 4 -> replaced(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(8)), new byte[0]);
            case 5 -> replaced(bytes, at, at, octets(random));
            case 6 -> withInt(bytes, frameStart(bytes, at) + 3, random.nextInt(300));
            case 7 -> with(bytes, frameStart(bytes, at) + random.nextInt(12), random.nextInt(10));
            default -> withFrameTwice(bytes, at, random);
        };
    }

    private static byte[] octets(Random random) {
        byte[] octets = new byte[1 + random.nextInt(16)];
        random.nextBytes(octets);
        return octets;
    }

    private static byte[] with(byte[] bytes, int at, int octet) {
        bytes[Math.min(at, bytes.length - 1)] = (byte) octet;
        return bytes;
    }

    private static byte[] withInt(byte[] bytes, int at, int value) {
        if (at + Integer.BYTES <= bytes.length) {
            ByteBuffer.wrap(bytes).putInt(at, value);
        }
        return bytes;
    }

    private static byte[] replaced(byte[] bytes, int start, int end, byte[] by) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, start);
        out.writeBytes(by);
        out.write(bytes, end, bytes.length - end);
        return out.toByteArray();
    }

    private static byte[] withFrameTwice(byte[] bytes, int at, Random random) {
        int start = frameStart(bytes, at);
        int end = frameStart(bytes, Math.min(bytes.length - 1, start + 8 + random.nextInt(60)));
        int to = frameStart(bytes, random.nextInt(bytes.length));
        return end > start ? replaced(bytes, to, to, Arrays.copyOfRange(bytes, start, end)) : bytes;
    }

    /** The start of the frame in which an index lies, as long as the lengths before it are right. */
    private static int frameStart(byte[] bytes, int index) {
        int start = PROTOCOL_HEADER_SIZE;
        while (start + 8 <= bytes.length) {
            long next = start + 8L + (ByteBuffer.wrap(bytes).getInt(start + 3) & 0xffff_ffffL);
            if (next > index) {
                return start;
            }
            start = (int) next;
        }
        return Math.min(start, bytes.length - 1);
    }
}
