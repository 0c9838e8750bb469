package dev.leveret.server.auth;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where clients come from, as far as they count together: an address, or of IPv6 the network of 64 bits that a customer of a provider
 * has for himself, and more addresses in it than anybody could count. IPv4 that is mapped into IPv6 is IPv4.
 *
 * @param text short, whatever the client does
 */
public record Place(String text) {

    /** So many bytes of an IPv6 address are the network's. */
    private static final int NETWORK_SIZE = 8;

    /** What an IPv6 address begins with that stands for one of IPv4, RFC 4291 section 2.5.5.2. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    /** The place of an address. */
    public static Place of(InetAddress peer) {
        if (peer instanceof Inet6Address) {
            byte[] address = peer.getAddress();
            if (Arrays.equals(address, 0, MAPPED.length, MAPPED, 0, MAPPED.length)) {
                return new Place(IntStream.range(MAPPED.length, address.length)
                        .mapToObj(i -> Integer.toString(address[i] & 0xff))
                        .collect(Collectors.joining(".")));
            }
            byte[] network = Arrays.copyOf(address, NETWORK_SIZE);
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < NETWORK_SIZE; i += 2) {
                text.append(Integer.toHexString((network[i] & 0xff) << 8 | network[i + 1] & 0xff)).append(':');
            }
            return new Place(text + ":/64");
        }
        return new Place(peer.getHostAddress());
    }
}
