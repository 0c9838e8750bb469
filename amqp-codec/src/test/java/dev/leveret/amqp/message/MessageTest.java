package dev.leveret.amqp.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.value.BasicProperties;
import org.junit.jupiter.api.Test;

/** A message's body in one chunk or several, and what it weighs. */
class MessageTest {

    private final Address address = Address.of("e", "k");
    private final ContentHeader header = ContentHeader.of(BasicProperties.EMPTY);

    @Test
    void chunksAreTheBody() {
        Message message = Message.ofChunks(address, header, new byte[][] {{1, 2}, {3}}, 5);
        assertEquals(2, message.chunkCount());
        assertEquals(3, message.bodySize());
        assertArrayEquals(new byte[] {3}, message.chunk(1));
        assertArrayEquals(new byte[] {1, 2, 3}, message.body());
        assertThrows(IndexOutOfBoundsException.class, () -> message.chunk(2));
    }

    @Test
    void onlyChunkIsTheBodyItself() {
        byte[] body = {1};
        Message message = Message.ofChunks(address, header, new byte[][] {body}, 5);
        assertEquals(1, message.chunkCount());
        assertSame(body, message.chunk(0));
        assertSame(body, message.body());
        assertThrows(IndexOutOfBoundsException.class, () -> message.chunk(1));
    }

    @Test
    void emptyBodyHasNoChunk() {
        for (Message message : new Message[] {
            Message.of(address, header, new byte[0], 5), Message.ofChunks(address, header, new byte[0][], 5)
        }) {
            assertEquals(0, message.chunkCount());
            assertEquals(0, message.body().length);
            assertThrows(IndexOutOfBoundsException.class, () -> message.chunk(0));
        }
    }

    @Test
    void copiesShareTheBody() {
        Message message = Message.of(address, header, new byte[] {1}, 5);
        ContentHeader other = ContentHeader.of(BasicProperties.builder().type("t").build());
        Message changed = message.withAddress(Address.of("x", "y")).withHeader(other);
        assertSame(message.chunk(0), changed.chunk(0));
        assertSame(other, changed.header());
        assertEquals("x", changed.address().exchange());
        assertEquals(5, changed.arrivalMillis());
        assertSame(address, message.address());
    }

    @Test
    void weightGrowsWithBodyHeaderAddressAndChunks() {
        int light = Message.of(address, header, new byte[100], 5).size();
        assertTrue(light > 100);
        assertEquals(light + 50, Message.of(address, header, new byte[150], 5).size());
        assertEquals(light + 4, Message.of(Address.of("eee", "kkk"), header, new byte[100], 5).size());
        ContentHeader heavier = ContentHeader.of(BasicProperties.builder().type("t").build());
        assertEquals(light + 2, Message.of(address, heavier, new byte[100], 5).size());
        assertTrue(light < Message.ofChunks(address, header, new byte[][] {new byte[50], new byte[50]}, 5).size());
    }
}
