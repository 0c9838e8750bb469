package dev.leveret.server.config;

import dev.leveret.server.config.ResourceSettings.Watermark;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes the records out of keys and values. */
public final class SettingsReader {

    /** The specification's smallest frame_max, AMQP 0-9-1 §4.2.3. */
    private static final int FRAME_MIN_SIZE = 4096;

    /** What others write before the path of such a socket. */
    private static final Set<String> UNIX = Set.of("unix", "local");

    private SettingsReader() {}

    /**
     * All settings.
     *
     * @throws ConfigException of a line for each thing that is wrong
     */
    public static BrokerSettings read(RawSettings raw) {
        ListenSettings listen = raw.collected(() -> listen(raw));
        ProtocolSettings protocol = raw.collected(() -> protocol(raw));
        TimeoutSettings timeouts = raw.collected(() -> timeouts(raw));
        AuthSettings auth = raw.collected(() -> auth(raw));
        ResourceSettings resources = raw.collected(() -> resources(raw));
        NodeSettings node = raw.collected(() -> node(raw));
        raw.requireNoneWrong();
        return new BrokerSettings(
                listen, protocol, timeouts, auth, resources, node, new SettingTexts(() -> EffectiveSettings.texts(raw)));
    }

    private static ListenSettings listen(RawSettings raw) {
        return new ListenSettings(
                addresses(raw),
                TlsSettingsReader.addresses(raw),
                raw.get(AdmissionKeys.PROXY_PROTOCOL),
                new AdmissionSettings(raw.get(AdmissionKeys.CONNECTION_MAX), raw.get(AdmissionKeys.ADDRESS_MAX),
                        raw.get(AdmissionKeys.HALF_OPEN_MAX), Integer.MAX_VALUE),
                new SocketSettings(raw.get(SettingKeys.BACKLOG), raw.get(SettingKeys.NO_DELAY),
                        raw.get(SettingKeys.KEEP_ALIVE), raw.get(SettingKeys.SEND_BUFFER),
                        raw.get(SettingKeys.RECEIVE_BUFFER)),
                TlsSettingsReader.read(raw),
                origins(raw));
    }

    private static List<InetSocketAddress> addresses(RawSettings raw) {
        List<InetSocketAddress> addresses = named(raw, SettingKeys.LISTENER);
        boolean none = raw.get(SettingKeys.LISTENERS).equals("none");
        if (raw.has(SettingKeys.PORT) || (addresses.isEmpty() && !none)) {
            addresses.addFirst(address(raw, SettingKeys.PORT.key(), raw.get(SettingKeys.PORT)));
        }
        return addresses;
    }

    private static Map<InetSocketAddress, String> origins(RawSettings raw) {
        Map<InetSocketAddress, String> origins = new HashMap<>();
        boolean noTls = raw.get(TlsKeys.LISTENERS).equals("none");
        raw.written().forEach((key, written) -> {
            boolean isTls = key.startsWith(TlsKeys.LISTENER.key());
            if (key.startsWith(SettingKeys.LISTENER.key()) || isTls && !noTls) {
                origins.putIfAbsent(address(raw, key, written.text()), written.where() + ": " + key);
            }
        });
        return origins;
    }

    /** The addresses of a family of keys. */
    static List<InetSocketAddress> named(RawSettings raw, Setting<String> listeners) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        raw.forEach(listeners, (name, text) -> addresses.add(address(raw, listeners.key() + name, text)));
        return addresses;
    }

    /**
     * Reads {@code 5672}, {@code 127.0.0.1:5672}, {@code [::1]:5672} or {@code ::1:5672}: the port is what follows the
     * last colon.
     */
    static InetSocketAddress address(RawSettings raw, String key, String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replace("[", "").replace("]", "");
        if (host.startsWith("/") || text.startsWith("/") || UNIX.contains(host)) {
            throw raw.invalid(key, "an address like 127.0.0.1:5672: clients come over TCP, and not over sockets that are files");
        }
        OptionalInt port = Setting.portOf(text);
        if (port.isEmpty()) {
            throw raw.invalid(key, "a port or an address like 127.0.0.1:5672");
        }
        InetSocketAddress address = host.isEmpty()
                ? new InetSocketAddress(port.getAsInt())
                : new InetSocketAddress(host, port.getAsInt());
        if (address.isUnresolved()) {
            throw raw.invalid(key, "an address of this machine: there is no host '" + host + "'");
        }
        return address;
    }

    private static ProtocolSettings protocol(RawSettings raw) {
        int frameMax = raw.get(SettingKeys.FRAME_MAX);
        if (frameMax != 0 && frameMax < FRAME_MIN_SIZE) {
            throw raw.invalid(SettingKeys.FRAME_MAX.key(), "0 or at least " + FRAME_MIN_SIZE);
        }
        return new ProtocolSettings(frameMax, raw.get(SettingKeys.CHANNEL_MAX), raw.get(AdmissionKeys.CHANNEL_NODE_MAX),
                raw.get(SettingKeys.HEARTBEAT), raw.get(SettingKeys.MESSAGE_SIZE_MAX), raw.get(AdmissionKeys.CONSUMER_MAX));
    }

    private static TimeoutSettings timeouts(RawSettings raw) {
        return new TimeoutSettings(raw.get(SettingKeys.HANDSHAKE), raw.get(SettingKeys.SILENT_CLOSE),
                raw.get(SettingKeys.CLOSE), raw.get(SettingKeys.SHUTDOWN), raw.get(SettingKeys.CONSUMER_TIMEOUT),
                raw.get(TlsKeys.HANDSHAKE));
    }

    private static AuthSettings auth(RawSettings raw) {
        Set<String> loopback = new HashSet<>();
        if (!raw.get(SettingKeys.LOOPBACK_USERS).equals("none")) {
            loopback.add("guest");
        }
        raw.forEach(SettingKeys.LOOPBACK_USER, (user, only) -> {
            if (only) {
                loopback.add(user);
            } else {
                loopback.remove(user);
            }
        });
        LoginSettings logins = LoginKeys.read(raw);
        var newVhosts = new NewVhostSettings(DefaultUser.all(raw, logins.passwords()), DefaultLimits.all(raw),
                DefaultPolicy.all(raw), raw.get(AdmissionKeys.VHOST_MAX));
        return new AuthSettings(raw.get(SettingKeys.DEFAULT_USER), raw.get(SettingKeys.DEFAULT_PASS),
                raw.get(SettingKeys.DEFAULT_VHOST), loopback, defaultTags(raw), DefaultUser.defaultGrant(raw),
                newVhosts, logins);
    }

    private static List<String> defaultTags(RawSettings raw) {
        Map<String, Boolean> tags = new TreeMap<>();
        raw.forEach(SettingKeys.DEFAULT_USER_TAG, tags::put);
        return tags.isEmpty() ? List.of("administrator") : tags.keySet().stream().filter(tags::get).toList();
    }

    private static ResourceSettings resources(RawSettings raw) {
        Watermark memory = new Watermark(memoryShare(raw), raw.get(SettingKeys.MEMORY_BYTES));
        boolean diskShare = raw.has(SettingKeys.DISK_SHARE) && !raw.has(SettingKeys.DISK_BYTES);
        long diskBytes = diskShare ? -1 : raw.get(SettingKeys.DISK_BYTES);
        Watermark disk = new Watermark(raw.get(SettingKeys.DISK_SHARE), diskBytes);
        return new ResourceSettings(memory, disk, raw.get(SettingKeys.RESOURCE_CHECK),
                raw.get(SettingKeys.LOOP_BYTES_MAX), raw.get(SettingKeys.STORE_BYTES_MAX),
                raw.get(SettingKeys.QUEUE_BYTES_MAX), raw.get(SettingKeys.UNACKED_BYTES_MAX));
    }

    /** As RabbitMQ has it: more than there is means all that there is. */
    private static double memoryShare(RawSettings raw) {
        double share = raw.get(SettingKeys.MEMORY_SHARE);
        if (share > 1) {
            raw.remark(SettingKeys.MEMORY_SHARE.key() + " is above the allowed maximum, falling back to 1.0");
        }
        return Math.min(share, 1);
    }

    private static NodeSettings node(RawSettings raw) {
        Map<String, String> properties = new HashMap<>();
        raw.forEach(SettingKeys.SERVER_PROPERTY, properties::put);
        return new NodeSettings(Path.of(raw.get(SettingKeys.DATA)), raw.get(SettingKeys.LOOPS),
                raw.get(SettingKeys.CONNECTIONS_PER_LOOP),
                raw.get(SettingKeys.CLUSTER_NAME), raw.get(SettingKeys.NODE_NAME), raw.get(SettingKeys.DEFAULT_QUEUE_TYPE),
                new TopologyLimits(raw.get(AdmissionKeys.QUEUE_MAX), raw.get(AdmissionKeys.EXCHANGE_MAX)),
                LogKeys.read(raw), definitions(raw), properties);
    }

    /** Of RabbitMQ's three ways to name the file the newest wins, which needs its backend named as well. */
    private static Optional<Path> definitions(RawSettings raw) {
        boolean hasBackend = raw.has(SettingKeys.DEFINITIONS_BACKEND);
        if (hasBackend != raw.has(SettingKeys.DEFINITIONS_PATH)) {
            throw new ConfigException(SettingKeys.DEFINITIONS_BACKEND.key() + " and "
                    + SettingKeys.DEFINITIONS_PATH.key() + " mean nothing without each other");
        }
        return Stream.of(SettingKeys.DEFINITIONS_PATH, SettingKeys.LOAD_DEFINITIONS, SettingKeys.MANAGEMENT_DEFINITIONS)
                .filter(raw::has)
                .map(setting -> Path.of(raw.get(setting)))
                .findFirst();
    }
}
