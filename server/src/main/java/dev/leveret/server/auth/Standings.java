package dev.leveret.server.auth;

import java.net.InetAddress;
import java.util.Map;

/** What is known of the places that logins come from. Bounded; only right passwords fill it. From any thread. */
final class Standings {

    private static final int COUNT_MAX = 10_000;

    private final FailedLogins failed;
    private final Map<Place, Boolean> proven = new Latest<>(COUNT_MAX);

    Standings(FailedLogins failed) {
        this.failed = failed;
    }

    /** Somebody from there has been let in. */
    synchronized void proven(InetAddress peer) {
        proven.put(Place.of(peer), true);
    }

    Standing of(Place place) {
        boolean hasFailed = failed.hasFailed(place);
        if (!isProven(place)) {
            return hasFailed ? Standing.FAILED : Standing.UNKNOWN;
        }
        return hasFailed ? Standing.UNKNOWN : Standing.PROVEN;
    }

    private synchronized boolean isProven(Place place) {
        return proven.containsKey(place);
    }
}
