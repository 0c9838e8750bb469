package dev.leveret.server.net;

import dev.leveret.amqp.message.Message;
import dev.leveret.server.loop.TurnEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection is about to send.
 *
 * <p>Frames are appended to pooled direct chunks and reach the socket once a turn, in one flush. What a slow socket has
 * no room for stays behind as messages: {@link #add}. Owned by the connection's loop: nothing here may be called from
 * another thread.
 */
public final class Outbox implements TurnEnd {

    /** Size of a chunk in bytes; a single reservation may be larger and then gets a chunk of its own. */
    public static final int CHUNK_SIZE = 64 * 1024;

    /** The same for whoever has not logged in: what is sent to them is short, and there may be many of them. */
    static final int STRANGER_CHUNK_SIZE = 4 * 1024;

    /** Above the high mark (bytes) the socket counts as slow, until it is back at the low one. */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** With more than this appended and not taken by the operating system, contents are put off. */
    private static final int DIRECT_BYTES_MAX = 256 * 1024;

    /** More answers than this a client leaves unread that only asks: what is due to consumers is less, and bounded otherwise. */
    private static final int CROWDED_BYTES = 1 << 20;

    /** How much of what was put off is sent in a turn, so that one connection does not hold up its neighbours. */
    private static final int CATCH_UP_BYTES_MAX = 1 << 20;

    private final Channel socket;
    private final FlushTurn turn;
    private final Overflow overflow = new Overflow();
    private final ArrayDeque<Runnable> waitingForRoom = new ArrayDeque<>();

    /** Owned: here, until it is written to the socket. */
    private ByteBuf chunk;

    private boolean dirty;
    private boolean flushing;
    private boolean behind;
    private boolean closing;
    private boolean closed;
    private long sentBytes;
    private long writes;
    private int chunkSize;

    public Outbox(Channel socket, FlushTurn turn) {
        this(socket, turn, CHUNK_SIZE);
    }

    /** @param chunkSize in bytes, until {@link #growChunks} */
    Outbox(Channel socket, FlushTurn turn, int chunkSize) {
        this.socket = socket;
        this.turn = turn;
        this.chunkSize = chunkSize;
    }

    /** The client has logged in: chunks are of their full size from now on. */
    void growChunks() {
        chunkSize = CHUNK_SIZE;
    }

    /**
     * The buffer to append whole frames to, with room for at least so many bytes.
     *
     * <p>It stays the outbox's own and is valid until the next call of any method here. After the connection is gone
     * the bytes go nowhere, so that a late sender needs no check.
     */
    public ByteBuf reserve(int bytes) {
        if (closing) {
            return Unpooled.buffer(bytes);
        }
        markDirty();
        if (!overflow.isEmpty()) {
            return overflow.reserve(bytes);
        }
        if (chunk == null || chunk.writableBytes() < bytes) {
            handOver();
            ByteBuf next = allocate(Math.max(bytes, chunkSize));
            if (closing) {
                return next;
            }
            chunk = next;
        }
        return chunk;
    }

    /**
     * Whether there is room for so many bytes of frames. If not, a content must not be reserved for as a whole: its method
     * and header are, and its body is given to {@link #add}.
     */
    public boolean hasRoom(int bytes) {
        return overflow.isEmpty() && pendingBytes() + bytes <= DIRECT_BYTES_MAX;
    }

    /**
     * Sends a body behind what has been appended so far, when there is room.
     *
     * @param payloadMax the most that a frame may hold, in bytes
     */
    public void add(int channel, Message message, int payloadMax) {
        if (!closing) {
            overflow.add(channel, message, payloadMax);
            markDirty();
        }
    }

    /** Whether the socket keeps up. When not, whoever can wait should stop appending and use {@link #whenWritable}. */
    public boolean writable() {
        return overflow.isEmpty() && socket.isWritable();
    }

    /** Bytes appended and not yet taken by the operating system. */
    public long pendingBytes() {
        return directBytes() + overflow.bytes();
    }

    /** Whether so much waits, besides bodies, that the client should be given no reason for more before it has read some. */
    boolean isCrowded() {
        return directBytes() + overflow.frameBytes() > CROWDED_BYTES;
    }

    private long directBytes() {
        return socketBytes() + (chunk == null ? 0 : chunk.readableBytes());
    }

    /** Runs the task once, on the loop, when the socket is back at its low mark; never if the connection has ended. */
    public void whenWritable(Runnable task) {
        waitingForRoom.add(task);
    }

    @Override
    public void turnEnds() {
        dirty = false;
        flush();
    }

    /** Gives the socket all that it has room for. */
    private void flush() {
        flushing = true;
        if (!overflow.isEmpty()) {
            catchUp();
        } else if (behind && socketBytes() > 0) {
            shareChunk();
        } else {
            handOver();
        }
        socket.flush();
        if (!overflow.isEmpty() && socket.isWritable()) {
            markDirty(); // there is room since this flush, and nobody else will say so
        }
        behind = socketBytes() > 0;
        flushing = false;
        runWaiting();
    }

    /** Sends what was put off, until the socket is full again. */
    private void catchUp() {
        handOver();
        int moved = 0;
        while (!overflow.isEmpty() && socketHasRoom()) {
            if (moved > CATCH_UP_BYTES_MAX) {
                markDirty();
                return;
            }
            ByteBuf piece = allocate(Overflow.PIECE_SIZE);
            overflow.moveTo(piece);
            moved += piece.readableBytes();
            write(piece);
        }
        if (closing && overflow.isEmpty()) {
            closeSocketBehindAll();
        }
    }

    /** If not, the socket tells when it has: it is over its high mark. */
    private boolean socketHasRoom() {
        if (socketBytes() > WATER_MARK.high()) {
            socket.flush();
        }
        return socketBytes() <= WATER_MARK.high();
    }

    /** Bytes given to the socket since the connection began. */
    public long sentBytes() {
        return sentBytes;
    }

    /** In how many pieces these were. */
    public long writes() {
        return writes;
    }

    /** Sends what is there, then closes the socket; whatever is appended from now on is dropped. */
    public void closeAfterFlush() {
        if (closing) {
            return;
        }
        closing = true;
        waitingForRoom.clear();
        if (overflow.isEmpty()) {
            handOver();
            closeSocketBehindAll();
        }
    }

    private void closeSocketBehindAll() {
        if (!closed) {
            closed = true;
            socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Closes the socket at once; what was not sent is lost. */
    public void closeNow() {
        closed();
        socket.close();
    }

    /** The socket is closed: gives the memory back. */
    void closed() {
        closing = true;
        closed = true;
        waitingForRoom.clear();
        overflow.clear();
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    /** The socket crossed one of its marks. */
    void writabilityChanged() {
        // Order: not in the middle of a flush, since the waiting would append to the chunk that is being written.
        if (flushing) {
            return;
        }
        if (!overflow.isEmpty() && socket.isWritable()) {
            flush();
        } else {
            runWaiting();
        }
    }

    private void runWaiting() {
        for (int count = waitingForRoom.size(); count > 0 && writable(); count--) {
            waitingForRoom.poll().run();
        }
    }

    private void markDirty() {
        if (!dirty) {
            dirty = true;
            turn.flushLater(this);
        }
    }

    /** Memory that the operating system can send from; if there is none left, this connection has to go. */
    private ByteBuf allocate(int bytes) {
        try {
            return socket.alloc().directBuffer(bytes);
        } catch (OutOfMemoryError e) {
            LOG.warn("connection {}: closed, no memory left to send with: {}", socket.remoteAddress(), e.getMessage());
            closeNow();
            return Unpooled.buffer(bytes);
        }
    }

    private void handOver() {
        if (chunk == null) {
            return;
        }
        ByteBuf full = chunk;
        chunk = null;
        if (full.isReadable()) {
            write(full);
        } else {
            full.release();
        }
    }

    private void write(ByteBuf bytes) {
        sentBytes += bytes.readableBytes();
        writes++;
        socket.write(bytes, socket.voidPromise());
    }

    /**
     * Writes what is in the chunk and goes on filling the same one.
     *
     * <p>A slow socket holds what it was given; a chunk for each small piece would hold far more memory than the marks
     * allow for, as those count bytes and not capacity.
     */
    private void shareChunk() {
        if (chunk != null && chunk.isReadable()) {
            write(chunk.readRetainedSlice(chunk.readableBytes()));
        }
    }

    private long socketBytes() {
        ChannelOutboundBuffer pending = socket.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
