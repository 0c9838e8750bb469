package dev.leveret.server.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.server.auth.FailedLogins.Count;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who guesses waits, and longer each time. */
class FailedLoginsTest {

    private long nowMillis = 1_000;
    private final FailedLogins failed = new FailedLogins(() -> nowMillis);

    private static InetAddress address(int... bytes) throws Exception {
        byte[] address = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            address[i] = (byte) bytes[i];
        }
        return InetAddress.getByAddress(address);
    }

    private List<Long> delays(InetAddress peer, int count) {
        return IntStream.range(0, count).mapToObj(i -> failed.add("clerk", peer)).toList();
    }

    @Test
    void delayGrowsFromTheFourthFailureOnAndEndsAtFourSeconds() throws Exception {
        assertEquals(
                List.of(0L, 0L, 0L, 250L, 500L, 1_000L, 2_000L, 4_000L, 4_000L), delays(address(10, 0, 0, 1), 9));
    }

    @Test
    void delayStaysBoundedAfterAnyNumber() throws Exception {
        assertEquals(4_000, delays(address(10, 0, 0, 1), 200).getLast());
    }

    @Test
    void anotherAddressDoesNotWait() throws Exception {
        delays(address(10, 0, 0, 1), 9);
        assertEquals(0, failed.add("clerk", address(10, 0, 0, 2)));
    }

    @Test
    void neighboursInOneNetworkOfIpVersion6WaitTogether() throws Exception {
        InetAddress one = address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 1);
        InetAddress other = address(0x20, 1, 0xd, 0xb8, 0, 0, 0, 7, 9, 9, 9, 9, 9, 9, 9, 9);
        delays(one, 3);
        assertEquals(250, failed.add("clerk", other));
        assertEquals(List.of(new Count("2001:db8:0:7::/64", 4, 1_000)), failed.byAddress());
    }

    @Test
    void pauseForgives() throws Exception {
        delays(address(10, 0, 0, 1), 9);
        nowMillis += 300_000;
        assertEquals(0, failed.add("clerk", address(10, 0, 0, 1)));
        assertEquals(List.of(new Count("clerk", 1, nowMillis)), failed.byUser());
    }

    @Test
    void countsAreBounded() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            failed.add("user" + i, address(10, 1, i >> 8, i));
        }
        assertEquals(10_000, failed.byUser().size());
        assertEquals(10_000, failed.byAddress().size());
        assertEquals("user19999", failed.byUser().getLast().name());
    }

    @Test
    void whatIsForgivenIsForgotten() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            failed.add("user" + i, address(10, 1, i >> 8, i));
        }
        nowMillis += 300_000;
        failed.add("clerk", address(10, 0, 0, 1));
        assertEquals(List.of(new Count("clerk", 1, nowMillis)), failed.byUser());
        assertEquals(List.of(new Count("10.0.0.1", 1, nowMillis)), failed.byAddress());
    }
}
