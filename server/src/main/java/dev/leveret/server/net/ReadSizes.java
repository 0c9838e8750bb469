package dev.leveret.server.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * How much of a socket is read at once: as much as has come of late, and little while nobody has logged in. Owned by the
 * connection's loop; one for each socket.
 */
final class ReadSizes implements RecvByteBufAllocator {

    /** More than a whole frame or record of whoever has not logged in, in bytes. */
    static final int STRANGER_SIZE_MAX = 16 * 1024;

    private static final int SIZE_MIN = 512;
    private static final int SIZE_FIRST = 2 * 1024;
    private static final int SIZE_MAX = 256 * 1024;
    private static final RecvByteBufAllocator ADAPTIVE =
            new AdaptiveRecvByteBufAllocator(SIZE_MIN, SIZE_FIRST, SIZE_MAX);

    private int limit = STRANGER_SIZE_MAX;

    /** The client has logged in. */
    void lift() {
        limit = SIZE_MAX;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Limited((ExtendedHandle) ADAPTIVE.newHandle());
    }

    private final class Limited extends DelegatingHandle implements ExtendedHandle {

        private final ExtendedHandle adaptive;

        Limited(ExtendedHandle adaptive) {
            super(adaptive);
            this.adaptive = adaptive;
        }

        @Override
        public int guess() {
            return Math.min(limit, adaptive.guess());
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(guess());
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier mayHaveMore) {
            return adaptive.continueReading(mayHaveMore);
        }
    }
}
