package dev.leveret.amqp.message;

import static dev.leveret.amqp.testing.Failures.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.amqp.error.ReplyCode;
import dev.leveret.amqp.testing.RandomValues;
import dev.leveret.amqp.value.BasicProperties;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Equal bytes give the same address and the same content header, unequal ones never do. */
class WireCachesTest {

    @Test
    void aFewAddressesInTurnAreMadeOnce() {
        AddressCache cache = new AddressCache();
        List<Address> first = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 3; i++) {
                Address found = lookup(cache, Address.of("exchange", "key" + i));
                if (round == 0) {
                    first.add(found);
                }
                assertSame(first.get(i), found);
            }
        }
    }

    @Test
    void anyNumberOfAddressesIsToldApart() {
        AddressCache cache = new AddressCache();
        for (int seed = 0; seed < 20_000; seed++) {
            Address address = new RandomValues(seed % 3000).address();
            Address found = lookup(cache, address);
            assertEquals(address, found);
            assertEquals(address.hash(), found.hash());
            assertEquals(address.exchange(), found.exchange());
            assertEquals(address.routingKey(), found.routingKey());
        }
    }

    @Test
    void borderBetweenExchangeAndRoutingKeyMatters() {
        AddressCache cache = new AddressCache();
        assertNotSame(lookup(cache, Address.of("ab", "c")), lookup(cache, Address.of("a", "bc")));
    }

    @Test
    void lookupMovesBehindTheTwoStrings() {
        ByteBuf in = Unpooled.buffer();
        in.writeByte(9).writeBytes(Address.of("e", "k").wire()).writeByte(8);
        in.skipBytes(1);
        assertEquals(Address.of("e", "k"), new AddressCache().lookup(in));
        assertEquals(8, in.readByte());
    }

    @Test
    void stringsThatAreNotWholeAreRefused() {
        AddressCache cache = new AddressCache();
        byte[] wire = Address.of("exchange", "key").wire();
        for (int size = 0; size < wire.length; size++) {
            ByteBuf in = Unpooled.wrappedBuffer(wire, 0, size);
            assertEquals(ReplyCode.SYNTAX_ERROR, failure(() -> cache.lookup(in)).code());
        }
    }

    @Test
    void addressComesBackFromItsWireBytes() {
        for (int seed = 0; seed < 500; seed++) {
            Address address = new RandomValues(seed).address();
            assertEquals(address, Address.ofWire(address.wire()));
            assertEquals(address.hashCode(), Address.ofWire(address.wire()).hashCode());
        }
        for (byte[] wrong : new byte[][] {{}, {0}, {1}, {0, 1}, {0, 0, 0}, {2, 0, 0}, {-1, 0}}) {
            assertThrows(IllegalArgumentException.class, () -> Address.ofWire(wrong));
        }
        assertThrows(IllegalArgumentException.class, () -> Address.of("x".repeat(256), ""));
        assertThrows(IllegalArgumentException.class, () -> Address.of("", "ü".repeat(128)));
    }

    @Test
    void aFewHeadersInTurnAreMadeOnce() {
        ContentHeaderCache cache = new ContentHeaderCache();
        List<ContentHeader> first = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 3; i++) {
                ContentHeader found = lookup(cache, properties("type" + i));
                if (round == 0) {
                    first.add(found);
                }
                assertSame(first.get(i), found);
            }
        }
    }

    @Test
    void anyNumberOfHeadersIsToldApart() {
        ContentHeaderCache cache = new ContentHeaderCache();
        for (int seed = 0; seed < 20_000; seed++) {
            ContentHeader header = ContentHeader.of(new RandomValues(seed % 1000).properties());
            assertEquals(header, lookup(cache, header));
        }
    }

    @Test
    void bigHeadersAreNotKept() {
        ContentHeaderCache cache = new ContentHeaderCache();
        ContentHeader big = properties("x".repeat(130));
        ContentHeader found = lookup(cache, big);
        lookup(cache, properties("small"));
        assertNotSame(found, lookup(cache, big));
        assertArrayEquals(big.raw(), found.raw());
    }

    private static ContentHeader properties(String type) {
        return ContentHeader.of(BasicProperties.builder().type(type).build());
    }

    /** From the middle of a buffer. */
    private static Address lookup(AddressCache cache, Address address) {
        ByteBuf in = Unpooled.buffer();
        in.writeLong(-1).writeBytes(address.wire()).writeLong(-1);
        return cache.lookup(in, 8, address.wire().length);
    }

    private static ContentHeader lookup(ContentHeaderCache cache, ContentHeader header) {
        ByteBuf in = Unpooled.buffer();
        in.writeLong(-1).writeBytes(header.raw()).writeLong(-1);
        return cache.lookup(in, 8, header.raw().length);
    }
}
