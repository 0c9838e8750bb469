package dev.leveret.server.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Verbs of RabbitMQ's tools that are not there, and why: who types one should not be told that it is misspelt. */
public final class AbsentVerbs {

    private static final Map<String, String> REASONS = read("""
            there are no clusters yet: join_cluster forget_cluster_node change_cluster_node_type rename_cluster_node \
            update_cluster_nodes force_boot await_online_nodes sync_queue cancel_sync_queue add_member delete_member grow shrink \
            transfer_leadership force_shrink_member_to_current_member force_checkpoint leader_health_check \
            check_if_cluster_has_classic_queue_mirroring_policy list_policies_with_classic_queue_mirroring
            definitions are in one store, which has no other to agree with: metadata_store_status force_standalone_khepri_boot
            there is one node and nothing to move its clients to; stop_app sends them away: drain revive post_upgrade rabbitmq-upgrade
            quorum queues have no log of Raft's: peek reclaim_quorum_memory message_size_stats
            there are no streams yet: stream_status add_super_stream delete_super_stream add_replica delete_replica restart_stream \
            set_stream_retention_policy coordinator_status list_stream_connections list_stream_consumers list_stream_publishers \
            list_stream_consumer_groups list_stream_group_consumers list_stream_tracking activate_stream_consumer rabbitmq-streams
            there are no links to other brokers: federation_status restart_federation_link shovel_status restart_shovel delete_shovel
            a virtual host can always be deleted: enable_vhost_deletion_protection disable_vhost_deletion_protection \
            enable_vhost_protection_from_deletion disable_vhost_protection_from_deletion
            disk_free_limit.absolute = 0 in the configuration ends it: activate_free_disk_space_monitoring \
            deactivate_free_disk_space_monitoring
            set_permissions does it for one virtual host after the other: set_permissions_globally
            another protocol, which is not there: list_amqp10_connections list_mqtt_connections list_stomp_connections \
            decommission_mqtt_node
            users do not come with tokens: add_uaa_key add_signing_key
            a configuration has no encrypted values; secrets may stand in a file that a variable ending in _FILE names: encode \
            decode encrypt_conf_value decrypt_conf_value list_ciphers list_hashes
            there is no Erlang in it: eval eval_file exec hipe_compile schema_info erlang_version \
            erlang_cookie_hash erlang_cookie_sources observer remote_shell runtime_thread_stats force_gc command_line_arguments
            an empty data folder does the same: reset force_reset
            stop_app and start_app do the same: suspend_listeners resume_listeners
            nothing would act on it: set_parameter clear_parameter
            the log is on the console, or in the file that log.file names: log_tail log_tail_stream log_location
            the exchange amq.rabbitmq.event has the events: consume_event_stream
            the log tells of logins that fail: list_node_auth_attempt_stats enable_auth_attempt_source_tracking \
            disable_auth_attempt_source_tracking reset_node_auth_attempt_metrics
            list_bindings shows what there is: consistent_hash_exchange_ring_state
            what plugins do is built in, so there are no folders of them: directories
            the policy column of list_queues says it: list_policies_that_match
            it is not there yet: autocomplete list_network_interfaces os_env resolve_hostname \
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
