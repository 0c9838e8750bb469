package dev.leveret.server.auth;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many of a few places each address takes, so that one can't take them all. From any thread. */
final class AddressShares {

    private final int countMax;
    private final Map<InetAddress, Integer> taken = new ConcurrentHashMap<>();

    /** @param countMax for one address */
    AddressShares(int countMax) {
        this.countMax = countMax;
    }

    /** Takes a place, which has to be given back; false if the address has as many as it may. */
    boolean take(InetAddress address) {
        int now = taken.merge(address, 1, Integer::sum);
        if (now > countMax) {
            giveBack(address);
            return false;
        }
        return true;
    }

    void giveBack(InetAddress address) {
        taken.computeIfPresent(address, (same, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
}
