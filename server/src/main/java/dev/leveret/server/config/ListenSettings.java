package dev.leveret.server.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Listening sockets, and what those are that come by them.
 *
 * @param addresses where to listen; port 0 picks a free one
 * @param tlsAddresses the same for TLS
 * @param proxyProtocol whether connections begin with a header of the PROXY protocol
 * @param tls of no use if nothing listens for it
 * @param origins which setting asks for an address, and where that is written; not for the usual one
 */
public record ListenSettings(
        List<InetSocketAddress> addresses,
        List<InetSocketAddress> tlsAddresses,
        boolean proxyProtocol,
        AdmissionSettings admission,
        SocketSettings sockets,
        TlsSettings tls,
        Map<InetSocketAddress, String> origins) {

    public ListenSettings {
        addresses = List.copyOf(addresses);
        tlsAddresses = List.copyOf(tlsAddresses);
        origins = Map.copyOf(origins);
    }

    /** For both. */
    public List<InetSocketAddress> allAddresses() {
        return Stream.concat(addresses.stream(), tlsAddresses.stream()).toList();
    }

    /** The same with other limits on who comes in. */
    ListenSettings with(AdmissionSettings other) {
        return new ListenSettings(addresses, tlsAddresses, proxyProtocol, other, sockets, tls, origins);
    }
}
