package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every key there is. RabbitMQ's own where RabbitMQ has the setting, {@code leveret.*} for what it has not. */
final class SettingKeys {

    static final Setting<String> PORT = Setting.address("listeners.tcp.default", "5672",
            "port to listen on, on all interfaces, or address:port; port 0 picks a free one");
    static final Setting<String> LISTENER = Setting.text("listeners.tcp.", "",
            "another socket to listen on, as address:port; .1, .2, ...");
    static final Setting<String> LISTENERS =
            Setting.text("listeners.tcp", "", "'none': no listener but those that are named");
    static final Setting<Integer> BACKLOG = Setting.integer("tcp_listen_options.backlog", 128, 1, 65535,
            "connections that wait to be accepted, at most");
    static final Setting<Boolean> NO_DELAY = Setting.bool("tcp_listen_options.nodelay", true, "TCP_NODELAY");
    static final Setting<Boolean> KEEP_ALIVE = Setting.bool("tcp_listen_options.keepalive", false, "SO_KEEPALIVE");
    static final Setting<Integer> SEND_BUFFER = Setting.integer("tcp_listen_options.sndbuf", 0, 0, 1 << 30,
            "SO_SNDBUF in bytes; 0: the kernel's choice");
    static final Setting<Integer> RECEIVE_BUFFER = Setting.integer("tcp_listen_options.recbuf", 0, 0, 1 << 30,
            "SO_RCVBUF in bytes; 0: the kernel's choice");

    static final Setting<Integer> FRAME_MAX = Setting.integer("frame_max", 131072, 0, Integer.MAX_VALUE,
            "largest frame in bytes, at least 4096; 0: no limit");
    static final Setting<Integer> CHANNEL_MAX = Setting.integer("channel_max", 2047, 0, 65535,
            "channels of a connection, at most; 0: no limit");
    static final Setting<Integer> HEARTBEAT = Setting.integer("heartbeat", 60, 0, 65535,
            "seconds, as suggested to clients; 0: none");
    static final Setting<Long> MESSAGE_SIZE_MAX = Setting.size("max_message_size", 16L << 20, 512L << 20,
            "largest body of a message");
    static final Setting<Integer> HANDSHAKE = Setting.limit("handshake_timeout", 10_000, 1,
            "milliseconds from accept to connection.open");
    static final Setting<Integer> SILENT_CLOSE = Setting.integer("leveret.silent_close_delay", 3_000, 0, 60_000,
            "milliseconds until the socket of a failed login is closed");
    static final Setting<Integer> CLOSE = Setting.integer("leveret.close_timeout", 30_000, 1, 600_000,
            "milliseconds to wait for connection.close-ok");
    static final Setting<Integer> SHUTDOWN = Setting.integer("leveret.shutdown_timeout", 2_000, 0, 60_000,
            "milliseconds that a stopping broker waits for its clients");
    static final Setting<Long> CONSUMER_TIMEOUT = Setting.millis("consumer_timeout", 0,
            "milliseconds that a delivery may be unacknowledged; 0: for ever");

    static final Setting<String> DEFAULT_USER = Setting.text("default_user", "guest", "the first user");
    static final Setting<String> DEFAULT_PASS = Setting.text("default_pass", "guest", "the first user's password");
    static final Setting<String> DEFAULT_VHOST = Setting.text("default_vhost", "/", "the first virtual host");
    static final Setting<Boolean> DEFAULT_USER_TAG = Setting.bool("default_user_tags.", true,
            "whether the first user has that tag (administrator: true if no tag is named)");
    static final Setting<String> DEFAULT_PERMISSION = Setting.text("default_permissions.", ".*",
            "what the first user may do: .configure, .write, .read");
    static final Setting<String> DEFAULT_USERS = Setting.text("default_users.", "",
            "a user of new virtual hosts: NAME.password, .vhost_pattern, .tags, .configure, .write, .read");
    static final Setting<String> DEFAULT_LIMITS = Setting.text("default_limits.vhosts.", "",
            "limits of new virtual hosts: NAME.pattern, .max_connections, .max_queues; the first that fits, by NAME");
    static final Setting<String> DEFAULT_POLICIES = Setting.text("default_policies.operator.", "",
            "an operator policy of new virtual hosts: NAME.vhost_pattern, .queue_pattern, .apply_to, .expires, .max_length, ...");
    static final Setting<String> DEFAULT_QUEUE_TYPE = Setting.only("default_queue_type",
            "type of queues that are declared without one: classic or quorum", "classic", "quorum");
    static final Setting<Boolean> LOOPBACK_USER = Setting.bool("loopback_users.", true,
            "whether the user of that name may come over loopback only (guest: true)");
    static final Setting<String> LOOPBACK_USERS =
            Setting.text("loopback_users", "", "'none': everybody may come from anywhere");

    /** Whoever sets these to another value would be in for a surprise if that were ignored. */
    static final List<Setting<?>> FIXED = List.of(
            Setting.only("auth_backends.", "who knows the users", "internal", "rabbit_auth_backend_internal"));

    static final Setting<Double> MEMORY_SHARE = Setting.share("vm_memory_high_watermark.relative", 0.6,
            "share of the largest heap above which publishers are held back");
    static final Setting<Long> MEMORY_BYTES = Setting.size("vm_memory_high_watermark.absolute", -1, Long.MAX_VALUE,
            "the same as an amount; it wins over the share");
    static final Setting<Double> DISK_SHARE = Setting.share("disk_free_limit.relative", 0,
            "free disk, as a share of the machine's memory, below which publishers are held back");
    static final Setting<Long> DISK_BYTES = Setting.size("disk_free_limit.absolute", 50_000_000, Long.MAX_VALUE,
            "the same as an amount");
    static final Setting<Integer> RESOURCE_CHECK = Setting.integer("leveret.resource_check_interval", 100, 10, 60_000,
            "milliseconds between looks at memory and disk");
    static final Setting<Long> LOOP_BYTES_MAX = Setting.size("leveret.loop_bytes_max",
            Math.min(16L << 20, heapShare(32)), Long.MAX_VALUE,
            "bytes between event loops above which publishers are not read for a moment");
    static final Setting<Long> STORE_BYTES_MAX = Setting.size("leveret.store_bytes_max",
            Math.min(32L << 20, heapShare(16)), Long.MAX_VALUE,
            "bytes not yet on disk above which publishers are not read for a moment");
    static final Setting<Long> QUEUE_BYTES_MAX = Setting.size("leveret.queue_bytes_max", heapShare(8), Long.MAX_VALUE,
            "bytes of ready messages in memory; what is more and not next waits on disk");
    static final Setting<Long> UNACKED_BYTES_MAX = Setting.size("leveret.unacked_bytes_max", heapShare(16), Long.MAX_VALUE,
            "bytes that a consumer without prefetch limit may hold unacknowledged");

    static final Setting<String> LOAD_DEFINITIONS = Setting.text("load_definitions", "",
            "a definitions.json to import at the start, or a folder of them");
    static final Setting<String> MANAGEMENT_DEFINITIONS = Setting.text("management.load_definitions", "",
            "the same under an older name");
    static final Setting<String> DEFINITIONS_BACKEND = Setting.only("definitions.import_backend",
            "where definitions come from, with definitions.local.path", "local_filesystem", "local",
            "rabbitmq_definitions_import_local_filesystem");
    static final Setting<String> DEFINITIONS_PATH = Setting.text("definitions.local.path", "",
            "the same as load_definitions, with definitions.import_backend");

    static final Setting<String> DATA = Setting.text("leveret.data", "data", "the data folder");
    static final Setting<Integer> LOOPS = Setting.integer("leveret.loops", 0, 0, 1024, "event loops; 0: one a core");

    static final Setting<Integer> CONNECTIONS_PER_LOOP = Setting.integer("leveret.connections_per_loop", 16, 1, 65535,
            "connections of an event loop before the next one gets any");
    static final Setting<String> CLUSTER_NAME = Setting.text("cluster_name", "",
            "name told to clients, and by cluster_status, set at each start; the node's name if nobody has set one");
    static final Setting<String> NODE_NAME = Setting.text("nodename", "",
            "name of the node, in commands, log lines and events; leveret@ and the host's name if it is not set");
    static final Setting<String> SERVER_PROPERTY = Setting.text("server_properties.", "",
            "put over, or added to, what clients are told in connection.start");

    static final List<Setting<?>> ALL = Stream.concat(Stream.<Setting<?>>of(
            PORT, LISTENER, LISTENERS, BACKLOG, NO_DELAY, KEEP_ALIVE, SEND_BUFFER, RECEIVE_BUFFER,
            FRAME_MAX, CHANNEL_MAX, HEARTBEAT, MESSAGE_SIZE_MAX, HANDSHAKE, CONSUMER_TIMEOUT,
            DEFAULT_USER, DEFAULT_PASS, DEFAULT_VHOST, DEFAULT_USER_TAG, DEFAULT_PERMISSION, DEFAULT_USERS, DEFAULT_LIMITS,
            DEFAULT_POLICIES, LOOPBACK_USER, LOOPBACK_USERS, DEFAULT_QUEUE_TYPE,
            MEMORY_SHARE, MEMORY_BYTES, DISK_SHARE, DISK_BYTES,
            LOAD_DEFINITIONS, MANAGEMENT_DEFINITIONS, DEFINITIONS_BACKEND, DEFINITIONS_PATH,
            CLUSTER_NAME, NODE_NAME, SERVER_PROPERTY,
            DATA, LOOPS, CONNECTIONS_PER_LOOP, SILENT_CLOSE, CLOSE, SHUTDOWN, RESOURCE_CHECK,
            LOOP_BYTES_MAX, STORE_BYTES_MAX, QUEUE_BYTES_MAX, UNACKED_BYTES_MAX), Stream.of(
            FIXED, LoginKeys.ALL, LogKeys.ALL, AdmissionKeys.ALL, TlsKeys.ALL).flatMap(List::stream)).toList();

    private SettingKeys() {}

    private static long heapShare(int parts) {
        return Runtime.getRuntime().maxMemory() / parts;
    }

    /** The setting that a key belongs to. */
    static Optional<Setting<?>> find(String key) {
        Stream<Setting<?>> exact = ALL.stream().filter(setting -> setting.key().equals(key));
        Stream<Setting<?>> family = ALL.stream().filter(setting -> setting.isFamily()
                && key.startsWith(setting.key()) && key.length() > setting.key().length());
        return Stream.concat(exact, family).findFirst();
    }

    /** The keys that go on with a dot and one more word where another one ends, and can have its value. */
    static List<String> below(String key, String text) {
        return ALL.stream()
                .filter(setting -> !setting.isFamily() && setting.key().startsWith(key + ".")
                        && setting.key().indexOf('.', key.length() + 1) < 0 && setting.reader().apply(text) != null)
                .map(Setting::key)
                .toList();
    }

    /**
     * The known key that looks like an unknown one, or has it within; RabbitMQ's keys that are passed over count. Never one that
     * would be refused.
     */
    static Optional<String> nearest(String key) {
        List<String> known = ALL.stream()
                .map(setting -> setting.isFamily() ? setting.key() + "NAME" : setting.key())
                .collect(Collectors.toCollection(ArrayList::new));
        known.addAll(ForeignKeys.alike(key));
        return NearestName.of(key, known)
                .or(() -> exact(withDefault(key)))
                .or(() -> known.stream().filter(one -> goesOn(one, key)).findFirst());
    }

    private static Optional<String> exact(String key) {
        return ALL.stream().map(Setting::key).filter(key::equals).findFirst();
    }

    /** RabbitMQ's word for what belongs to no part of its own: {@code log.default.level} for {@code log.level}. */
    private static String withDefault(String key) {
        int dot = Math.max(key.lastIndexOf('.'), 0);
        return key.substring(0, dot) + ".default" + key.substring(dot);
    }

    /** Whether a key is another one and not much more. */
    private static boolean goesOn(String longer, String key) {
        return longer.startsWith(key) && longer.length() < 2 * key.length();
    }
}
