package dev.leveret.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * Where logins come from, as far as they count together: an address, or of IPv6 the network that a customer of a provider has for
 * himself.
 *
 * @param text short, whatever the client does
 */
record Place(String text) {

    /** So many bytes of an IPv6 address are the network's. */
    private static final int NETWORK_SIZE = 8;

    static Place of(InetAddress peer) {
        if (peer instanceof Inet6Address) {
            byte[] network = Arrays.copyOf(peer.getAddress(), NETWORK_SIZE);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < NETWORK_SIZE; i += 2) {
                text.append(Integer.toHexString((network[i] & 0xff) << 8 | network[i + 1] & 0xff)).append(':');
            }
            return new Place(text + ":/64");
        }
        return new Place(peer.getHostAddress());
    }
}
