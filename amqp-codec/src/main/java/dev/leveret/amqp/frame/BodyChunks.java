package dev.leveret.amqp.frame;

import java.util.Arrays;

/**
 * Gathers a body that comes in several frames. Small chunks are put together into bigger ones, so that a
 * body cut into single bytes does not weigh thirty times its size.
 */
final class BodyChunks {

    private static final int SMALL_SIZE_MAX = 2048;
    private static final int GATHERED_SIZE_MAX = 16 * 1024;
    private static final byte[] NONE = new byte[0];

    private byte[][] chunks = new byte[4][];
    private int count;
    private byte[] gathered = NONE;
    private int gatheredSize;

    void add(byte[] chunk) {
        if (chunk.length > SMALL_SIZE_MAX) {
            endGathering();
            append(chunk);
        } else {
            gather(chunk);
        }
    }

    private void gather(byte[] chunk) {
        if (gatheredSize + chunk.length > GATHERED_SIZE_MAX) {
            endGathering();
        }
        int size = gatheredSize + chunk.length;
        if (size > gathered.length) {
            gathered = Arrays.copyOf(gathered, Math.min(GATHERED_SIZE_MAX, Math.max(size, 2 * gathered.length)));
        }
        System.arraycopy(chunk, 0, gathered, gatheredSize, chunk.length);
        gatheredSize = size;
    }

    private void endGathering() {
        if (gatheredSize > 0) {
            append(Arrays.copyOf(gathered, gatheredSize));
            gatheredSize = 0;
        }
    }

    private void append(byte[] chunk) {
        if (count == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * count);
        }
        chunks[count++] = chunk;
    }

    /** All that was added, in order; nothing may be added after it. */
    byte[][] finish() {
        endGathering();
        return Arrays.copyOf(chunks, count);
    }
}
