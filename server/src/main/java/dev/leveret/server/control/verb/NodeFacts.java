package dev.leveret.server.control.verb;

import dev.leveret.server.event.NodeIdentity;
import dev.leveret.server.net.Listeners;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/**
 * What a broker is.
 *
 * @param clusterName which clients are told now
 * @param compatibleVersion RabbitMQ's version whose behaviour is followed
 * @param version Leveret's own
 * @param listeners where it listens now
 */
public record NodeFacts(
        NodeIdentity identity, Supplier<String> clusterName, String compatibleVersion, String version, Path data,
        Supplier<List<Listener>> listeners) {

    /**
     * A socket that is listened on.
     *
     * @param protocol in RabbitMQ's words: {@code amqp}, or {@code amqp/ssl}
     */
    public record Listener(InetSocketAddress address, String protocol) {

        String host() {
            String host = address.getAddress().isAnyLocalAddress() ? "[::]" : Listeners.host(address.getAddress());
            return host.indexOf(':') < 0 || host.startsWith("[") ? host : "[" + host + "]";
        }

        /** Where this process can connect to it. */
        InetSocketAddress reachable() {
            return address.getAddress().isAnyLocalAddress()
                    ? new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort())
                    : address;
        }

        String purpose() {
            return protocol.equals("amqp") ? "AMQP 0-9-1" : "AMQP 0-9-1 over TLS";
        }

        String line() {
            return "Interface: " + host() + ", port: " + address.getPort() + ", protocol: " + protocol + ", purpose: "
                    + purpose();
        }
    }
}
