package dev.leveret.server.auth;

import java.net.InetAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Logins that have failed, by where they came from and by the user that was named. The more from one place, the longer the next
 * has to wait for its answer; whoever gets his password right waits for nothing. Bounded in number and in bytes: names that
 * nobody has are not kept, and what is forgiven is forgotten. From any thread.
 */
public final class FailedLogins {

    /**
     * How often it went wrong lately.
     *
     * @param name of the user, or the address
     * @param lastMillis when it did last, since 1970
     */
    public record Count(String name, long count, long lastMillis) {}

    /** Stands for all names that are no user's. */
    static final String NOBODY = "";

    private static final int COUNT_MAX = 10_000;

    /** After so long without a failure an address begins anew. */
    private static final long FORGIVEN_MILLIS = 300_000;

    /** Mistakes of people are answered as quickly as ever. */
    private static final int WITHOUT_DELAY = 3;

    private static final long FIRST_DELAY_MILLIS = 250;
    private static final long DELAY_MILLIS_MAX = 4_000;

    private final LongSupplier clock;
    private final Map<String, Count> byAddress = new Latest<>(COUNT_MAX);
    private final Map<String, Count> byUser = new Latest<>(COUNT_MAX);

    /** @param clock milliseconds since 1970 */
    FailedLogins(LongSupplier clock) {
        this.clock = clock;
    }

    /**
     * One more; answers how long the client is to wait, in milliseconds.
     *
     * @param user one that there is, or {@link #NOBODY}
     */
    synchronized long add(String user, InetAddress peer) {
        forget();
        count(byUser, user);
        long count = count(byAddress, Place.of(peer).text());
        if (count <= WITHOUT_DELAY) {
            return 0;
        }
        long doublings = Math.min(count - WITHOUT_DELAY - 1, Long.SIZE / 2);
        return Math.min(FIRST_DELAY_MILLIS << doublings, DELAY_MILLIS_MAX);
    }

    private long count(Map<String, Count> counts, String name) {
        Count before = counts.get(name);
        Count after = new Count(name, before == null ? 1 : before.count() + 1, clock.getAsLong());
        counts.put(name, after);
        return after.count();
    }

    private void forget() {
        long now = clock.getAsLong();
        for (Map<String, Count> counts : List.of(byAddress, byUser)) {
            Iterator<Count> eldest = counts.values().iterator();
            while (eldest.hasNext() && isForgiven(eldest.next(), now)) {
                eldest.remove();
            }
        }
    }

    private static boolean isForgiven(Count count, long now) {
        return now - count.lastMillis() >= FORGIVEN_MILLIS;
    }

    /** Whether somebody from there has got it wrong lately. */
    synchronized boolean hasFailed(Place place) {
        forget();
        return byAddress.containsKey(place.text()); // get would put it behind those that have failed since
    }

    /** By address, or by the network of a provider's customer. */
    public synchronized List<Count> byAddress() {
        forget();
        return List.copyOf(byAddress.values());
    }

    /** By user; those who named somebody that there is not count together, under an empty name. */
    public synchronized List<Count> byUser() {
        forget();
        return List.copyOf(byUser.values());
    }
}
