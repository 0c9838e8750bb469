package dev.leveret.amqp.frame;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/** Gathers bytes that come in pieces, in memory that grows with what has come. */
final class PartialBytes {

    /** What is kept for the next time; most methods and headers are smaller. */
    private static final int KEPT_CAPACITY_MAX = 1024;

    private static final byte[] NONE = new byte[0];

    private byte[] bytes = NONE;
    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    /** Takes from the input until there are {@code wanted} bytes; true if there are now. */
    boolean fill(ByteBuf in, int wanted) {
        int count = Math.min(wanted - size, in.readableBytes());
        if (size + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Math.max(2L * bytes.length, size + count)));
        }
        in.readBytes(bytes, size, count);
        size += count;
        return size == wanted;
    }

    /** As {@link #fill}, but starts with room for the wanted bytes or {@code sizeMax}, whichever is less. */
    boolean fillInPlace(ByteBuf in, int wanted, int sizeMax) {
        if (size == 0) {
            bytes = new byte[Math.min(wanted, sizeMax)];
        }
        return fill(in, wanted);
    }

    /** The gathered bytes, valid until the next fill; starts anew. */
    ByteBuf take() {
        ByteBuf taken = Unpooled.wrappedBuffer(bytes, 0, size);
        size = 0;
        if (bytes.length > KEPT_CAPACITY_MAX) {
            bytes = NONE;
        }
        return taken;
    }

    /** The array with the gathered bytes and nothing else, given away; starts anew. */
    byte[] takeArray() {
        byte[] taken = size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
        size = 0;
        bytes = NONE;
        return taken;
    }
}
