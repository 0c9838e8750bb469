package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The outbound buffer of a connection. */
class OutboxTest {

    private final EmbeddedChannel socket = new EmbeddedChannel();
    private final List<Outbox> due = new ArrayList<>();
    private final Outbox outbox = new Outbox(socket, due::add);

    @AfterEach
    void stop() {
        outbox.closed();
        socket.finishAndReleaseAll();
    }

    @Test
    void isMarkedOnceATurn() {
        // when two frames are appended
        outbox.reserve(4).writeInt(1);
        outbox.reserve(4).writeInt(2);
        assertEquals(List.of(outbox), due);

        // then the end of the turn sends both as one
        outbox.turnEnds();
        ByteBuf sent = socket.readOutbound();
        assertEquals(8, sent.readableBytes());
        assertNull(socket.readOutbound());
        sent.release();

        // and the next turn marks it again
        outbox.reserve(4).writeInt(3);
        assertEquals(2, due.size());
    }

    @Test
    void fullChunkIsFollowedByAnother() {
        outbox.reserve(Outbox.CHUNK_SIZE).writeZero(Outbox.CHUNK_SIZE);
        outbox.reserve(1).writeByte(7);
        assertTrue(outbox.pendingBytes() > Outbox.CHUNK_SIZE);

        outbox.turnEnds();
        ByteBuf first = socket.readOutbound();
        ByteBuf second = socket.readOutbound();
        assertEquals(Outbox.CHUNK_SIZE, first.readableBytes());
        assertEquals(7, second.readByte());
        first.release();
        second.release();
    }

    @Test
    void largeReservationGetsAChunkOfItsOwn() {
        assertTrue(outbox.reserve(1_000_000).writableBytes() >= 1_000_000);
    }

    @Test
    void waitersRunWhenTheSocketHasCaughtUp() {
        // given a socket that takes nothing for now
        socket.config().setOption(ChannelOption.WRITE_BUFFER_WATER_MARK, Outbox.WATER_MARK);
        int[] runs = new int[1];
        outbox.reserve(300_000).writeZero(300_000);
        outbox.reserve(300_000).writeZero(300_000);
        assertFalse(outbox.writable());
        outbox.whenWritable(() -> {
            runs[0]++;
            outbox.reserve(1).writeByte(1);
        });
        assertEquals(0, runs[0]);

        // when it takes everything
        outbox.turnEnds();

        // then whoever waited goes on, once, and what it appends waits for the next turn
        assertTrue(outbox.writable());
        assertEquals(1, runs[0]);
        assertEquals(2, due.size());
    }

    @Test
    void bytesAppendedAfterTheEndGoNowhere() {
        outbox.reserve(4).writeInt(1);
        outbox.closeAfterFlush();
        outbox.reserve(4).writeInt(2);
        outbox.turnEnds();

        ByteBuf sent = socket.readOutbound();
        assertEquals(4, sent.readableBytes());
        assertFalse(socket.isOpen());
        sent.release();
    }

    @Test
    void bytesAreCountedWhenTheSocketGetsThem() {
        outbox.reserve(4).writeInt(1);
        assertEquals(0, outbox.sentBytes());
        outbox.turnEnds();
        assertEquals(4, outbox.sentBytes());
    }
}
