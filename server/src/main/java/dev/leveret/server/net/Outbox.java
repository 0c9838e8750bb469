package dev.leveret.server.net;

import dev.leveret.server.loop.TurnEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayDeque;

/**
 * What a connection is about to send.
 *
 * <p>Frames are appended to pooled direct chunks and reach the socket once a turn, in one flush. Owned by the
 * connection's loop: nothing here may be called from another thread.
 */
public final class Outbox implements TurnEnd {

    /** Size of a chunk in bytes; a single reservation may be larger and then gets a chunk of its own. */
    public static final int CHUNK_SIZE = 64 * 1024;

    /** Above the high mark (bytes) the socket counts as slow, until it is back at the low one. */
    public static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(128 * 1024, 256 * 1024);

    private final Channel socket;
    private final FlushTurn turn;
    private final ArrayDeque<Runnable> waitingForRoom = new ArrayDeque<>();

    /** Owned: here, until it is written to the socket. */
    private ByteBuf chunk;

    private boolean dirty;
    private boolean flushing;
    private boolean behind;
    private boolean closing;
    private long sentBytes;

    public Outbox(Channel socket, FlushTurn turn) {
        this.socket = socket;
        this.turn = turn;
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
        if (!dirty) {
            dirty = true;
            turn.flushLater(this);
        }
        if (chunk == null || chunk.writableBytes() < bytes) {
            handOver();
            chunk = socket.alloc().directBuffer(Math.max(bytes, CHUNK_SIZE));
        }
        return chunk;
    }

    /** Whether the socket keeps up. When not, whoever can wait should stop appending and use {@link #whenWritable}. */
    public boolean writable() {
        return socket.isWritable();
    }

    /** Bytes appended and not yet taken by the operating system. */
    public long pendingBytes() {
        return socketBytes() + (chunk == null ? 0 : chunk.readableBytes());
    }

    /** Runs the task once, on the loop, when the socket is back at its low mark; never if the connection has ended. */
    public void whenWritable(Runnable task) {
        waitingForRoom.add(task);
    }

    @Override
    public void turnEnds() {
        flush();
    }

    /** Gives everything to the socket. */
    private void flush() {
        dirty = false;
        flushing = true;
        if (behind && socketBytes() > 0) {
            shareChunk();
        } else {
            handOver();
        }
        socket.flush();
        behind = socketBytes() > 0;
        flushing = false;
        writabilityChanged();
    }

    /** Bytes given to the socket since the connection began. */
    public long sentBytes() {
        return sentBytes;
    }

    /** Sends what is there, then closes the socket; whatever is appended from now on is dropped. */
    public void closeAfterFlush() {
        if (closing) {
            return;
        }
        closing = true;
        handOver();
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        waitingForRoom.clear();
    }

    /** Closes the socket at once; what was not sent is lost. */
    public void closeNow() {
        closed();
        socket.close();
    }

    /** The socket is closed: gives the memory back. */
    void closed() {
        closing = true;
        waitingForRoom.clear();
        if (chunk != null) {
            chunk.release();
            chunk = null;
        }
    }

    /** The socket crossed one of its marks. */
    void writabilityChanged() {
        // Order: not in the middle of a flush, since the waiting would append to the chunk that is being written.
        if (flushing || waitingForRoom.isEmpty()) {
            return;
        }
        for (int count = waitingForRoom.size(); count > 0 && socket.isWritable(); count--) {
            waitingForRoom.poll().run();
        }
    }

    private void handOver() {
        if (chunk == null) {
            return;
        }
        ByteBuf full = chunk;
        chunk = null;
        if (full.isReadable()) {
            sentBytes += full.readableBytes();
            socket.write(full, socket.voidPromise());
        } else {
            full.release();
        }
    }

    /**
     * Writes what is in the chunk and goes on filling the same one.
     *
     * <p>A slow socket holds what it was given; a chunk for each small piece would hold far more memory than the marks
     * allow for, as those count bytes and not capacity.
     */
    private void shareChunk() {
        if (chunk != null && chunk.isReadable()) {
            sentBytes += chunk.readableBytes();
            socket.write(chunk.readRetainedSlice(chunk.readableBytes()), socket.voidPromise());
        }
    }

    private long socketBytes() {
        ChannelOutboundBuffer pending = socket.unsafe().outboundBuffer();
        return pending == null ? 0 : pending.totalPendingWriteBytes();
    }
}
