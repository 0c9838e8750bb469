package dev.leveret.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * RabbitMQ's keys for what is not there yet, so that a {@code rabbitmq.conf} that somebody has can be used as it is. A
 * key is passed over if the broker without it only does less than was asked for. It is refused if something would be
 * open that was meant to be closed, or missing that clients count on.
 *
 * <p>A name stands for the key and for all keys below it ({@code raft} for {@code raft.data_dir}), one that ends with {@code _}
 * for all that begin like it. Those of {@link ExactKeys} are passed over too, each by its whole name.
 *
 * <p>Source: the schemas of RabbitMQ 3.10.8 and 4 with their plugins, and the pages
 * "Configuration", "Networking", "Access Control", "Message Interceptors" and "Definitions" of RabbitMQ 4.
 */
final class ForeignKeys {

    private static final int TYPOS_MAX = 2;

    /** Names, and why they are refused. */
    private static final Map<String, List<String>> REFUSED = Map.of(
            "certificates are trusted by ssl_options.cacertfile only", List.of("trust_store"),
            "keys and certificates come from files", List.of(
                    "ssl_options.cert", "ssl_options.cacerts", "ssl_options.key", "ssl_options.psk_identity"),
            "there is no LDAP here: users are known to the broker alone", List.of("auth_ldap"),
            "users are known to the broker alone", List.of("auth_http", "auth_oauth2", "auth_cache"),
            "definitions are imported from files only", List.of("definitions.https", "definitions.tls"),
            "there are no interceptors yet", List.of("message_interceptors"));

    private static final List<String> IGNORED = List.of(
            // Plugins: whoever needs one notices that it is not there.
            "amqp1_0", "amqp_client", "event_exchange", "shovel", "federation", "tracing", "aws", "raft", "sysmon_handler",
            "runtime_parameters", "alias",
            // Clusters: one node is all there is.
            "cluster_partition_handling", "cluster_keepalive_interval", "cluster_tags",
            "node_tags", "net_ticktime", "distribution", "distributed_cookie", "mirroring_", "mnesia_", "khepri_",
            "metadata_store", "prevent_startup_if_node_was_reset", "queue_master_locator", "queue_leader_locator", "quorum_queue",
            // How RabbitMQ is built: Erlang's processes, its message store, its log files.
            "erlang", "hipe_compile", "background_gc_", "delegate_count", "default_worker_pool_size", "num_acceptors",
            "ranch_connection_max", "socket_writer", "motd_file", "memory_monitor_interval",
            "vm_memory_calculation_strategy", "vm_memory_high_watermark_paging_ratio",
            "total_memory_available_override_value", "classic_queue", "queue_index_embed_msgs_below",
            "message_store_shutdown_timeout", "vhost_restart_strategy", "collect_statistics", "collect_statistics_interval",
            "tracking_execution_timeout", "config_entry_decoder", "deprecated_features",
            // Of its log: other places than console and file, categories of what is not there, and how a line is made up.
            "log.exchange", "log.syslog", "log.journald", "log.federation", "log.mirroring", "log.upgrade", "log.ra", "log.ldap",
            "log.prelaunch", "log.osiris", "log.shovel", "log.feature_flags", "log.connection.file", "log.connection.rotation", "log.channel.file",
            "log.channel.rotation", "log.queue.file", "log.queue.rotation", "log.default.file", "log.default.rotation",
            "log.console.use_colors", "log.console.color_esc_seqs", "log.console.formatter.single_line",
            "log.console.formatter.plaintext", "log.console.formatter.json", "log.file.rotation.date",
            "log.file.formatter.single_line", "log.file.formatter.plaintext", "log.file.formatter.json",
            // Erlang's TLS.
            "ssl_options.reuse_sessions", "ssl_options.log_alert", "ssl_options.hibernate_after", "ssl_options.dh",
            "ssl_options.dhfile", "ssl_options.bypass_pem_cache", "ssl_options.log_level", "ssl_allow_poodle_attack",
            // The rest: what they adjust is either not there or not adjustable.
            "initial_frame_max", "product", "reverse_dns_lookups", "session_max_per_connection",
            "link_max_per_session", "definitions.skip_if_unchanged", "definitions.hashing");

    private ForeignKeys() {}

    /** Why a key is refused; empty if it is not one of these. */
    static Optional<String> refusal(String key) {
        return REFUSED.entrySet().stream()
                .filter(reason -> isNamed(key, reason.getValue()))
                .map(Map.Entry::getKey)
                .findAny();
    }

    /** Whether a key is passed over. */
    static boolean isIgnored(String key) {
        return ExactKeys.cover(key) ? ExactKeys.contain(key) : isNamed(key, IGNORED);
    }

    /** Keys that are passed over and may look like this one: what it would be if its beginning were almost the same. */
    static List<String> alike(String key) {
        List<String> found = new ArrayList<>(ExactKeys.like(key));
        IGNORED.forEach(name -> {
            String[] parts = key.split("\\.", name.split("\\.").length + 1);
            int length = name.split("\\.").length;
            String beginning = String.join(".", Arrays.copyOf(parts, Math.min(parts.length, length)));
            if (NearestName.distance(name, beginning) <= TYPOS_MAX) {
                found.add(parts.length > length ? name + "." + parts[length] : name);
            }
        });
        return found;
    }

    private static boolean isNamed(String key, List<String> names) {
        return names.stream().anyMatch(name ->
                key.equals(name) || key.startsWith(name.endsWith("_") ? name : name + "."));
    }
}
