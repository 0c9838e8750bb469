package dev.leveret.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Logins that have failed, by where they came from and by the user that was named. The more from one place, the longer the next
 * has to wait for its answer; whoever gets his password right waits for nothing. Bounded. From any thread.
 */
public final class FailedLogins {

    /**
     * How often it went wrong lately.
     *
     * @param name of the user, or the address
     * @param lastMillis when it did last, since 1970
     */
    public record Count(String name, long count, long lastMillis) {}

    private static final int COUNT_MAX = 10_000;

    /** After so long without a failure an address begins anew. */
    private static final long FORGIVEN_MILLIS = 300_000;

    /** Mistakes of people are answered as quickly as ever. */
    private static final int WITHOUT_DELAY = 3;

    private static final long FIRST_DELAY_MILLIS = 250;
    private static final long DELAY_MILLIS_MAX = 4_000;

    /** A customer of a provider has so many bits of IPv6 for himself. */
    private static final int NETWORK_SIZE = 8;

    private final LongSupplier clock;
    private final Map<String, Count> byAddress = bounded();
    private final Map<String, Count> byUser = bounded();

    /** @param clock milliseconds since 1970 */
    FailedLogins(LongSupplier clock) {
        this.clock = clock;
    }

    /** One more; answers how long the client is to wait, in milliseconds. */
    synchronized long add(String user, InetAddress peer) {
        count(byUser, user);
        long count = count(byAddress, place(peer));
        if (count <= WITHOUT_DELAY) {
            return 0;
        }
        long doublings = Math.min(count - WITHOUT_DELAY - 1, Long.SIZE / 2);
        return Math.min(FIRST_DELAY_MILLIS << doublings, DELAY_MILLIS_MAX);
    }

    private long count(Map<String, Count> counts, String name) {
        long now = clock.getAsLong();
        Count before = counts.get(name);
        boolean goesOn = before != null && now - before.lastMillis() < FORGIVEN_MILLIS;
        Count after = new Count(name, goesOn ? before.count() + 1 : 1, now);
        counts.put(name, after);
        return after.count();
    }

    private static String place(InetAddress peer) {
        if (peer instanceof Inet6Address) {
            byte[] network = Arrays.copyOf(peer.getAddress(), NETWORK_SIZE);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < NETWORK_SIZE; i += 2) {
                text.append(Integer.toHexString((network[i] & 0xff) << 8 | network[i + 1] & 0xff)).append(':');
            }
            return text + ":/64";
        }
        return peer.getHostAddress();
    }

    /** By address, or by the network of a provider's customer. */
    public synchronized List<Count> byAddress() {
        return List.copyOf(byAddress.values());
    }

    /** By the name that the client gave, whether there is such a user or not. */
    public synchronized List<Count> byUser() {
        return List.copyOf(byUser.values());
    }

    private static Map<String, Count> bounded() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
                return size() > COUNT_MAX;
            }
        };
    }
}
