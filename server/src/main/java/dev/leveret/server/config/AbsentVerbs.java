package dev.leveret.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Verbs of RabbitMQ's tools that are not there, and why: who types one should not be told that it is misspelt. */
public final class AbsentVerbs {

    private static final Map<String, String> REASONS = read("""
            there are no clusters yet: join_cluster forget_cluster_node change_cluster_node_type rename_cluster_node \
            update_cluster_nodes force_boot await_online_nodes sync_queue cancel_sync_queue add_member delete_member grow shrink \
            rebalance
            quorum queues have no log of Raft's: peek reclaim_quorum_memory
            there are no streams yet: stream_status
            there is no Erlang in it: eval eval_file exec encode decode list_ciphers list_hashes schema_info erlang_version \
            erlang_cookie_hash erlang_cookie_sources observer remote_shell runtime_thread_stats force_gc command_line_arguments
            an empty data folder does the same: reset force_reset
            stop_app and start_app do the same: suspend_listeners resume_listeners
            cluster_name in the configuration says it: set_cluster_name
            nothing would act on it: set_parameter clear_parameter set_global_parameter clear_global_parameter
            the log is on the console, or in the file that log.file names: log_tail log_tail_stream log_location
            the exchange amq.rabbitmq.event has the events: consume_event_stream
            it is not there yet: autocomplete list_node_auth_attempt_stats list_network_interfaces os_env resolve_hostname \
            resolver_info certificates
            """);

    private AbsentVerbs() {}

    private static Map<String, String> read(String table) {
        Map<String, String> reasons = new HashMap<>();
        for (String line : table.lines().toList()) {
            String[] parts = line.split(": ");
            for (String verb : parts[1].split(" ")) {
                reasons.put(verb, parts[0]);
            }
        }
        return Map.copyOf(reasons);
    }

    /** Why RabbitMQ's verb is not there; empty if RabbitMQ has none of that name, or it is. */
    public static Optional<String> reason(String verb) {
        return Optional.ofNullable(REASONS.get(verb));
    }
}
