package dev.leveret.server.control.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every verb of RabbitMQ's tools is there, or has a reason; none is taken for a misspelt one. */
class AbsentVerbsTest {

    /** Of 3.10.8's own help, by tool. */
    private static final String OF_3_10 = """
            rabbitmqctl: autocomplete help version await_startup reset rotate_logs shutdown start_app stop stop_app wait \
            await_online_nodes change_cluster_node_type cluster_status force_boot force_reset forget_cluster_node join_cluster \
            rename_cluster_node update_cluster_nodes cancel_sync_queue sync_queue add_user authenticate_user change_password \
            clear_password clear_user_limits delete_user list_user_limits list_users set_user_limits set_user_tags \
            clear_permissions clear_topic_permissions list_permissions list_topic_permissions list_user_permissions \
            list_user_topic_permissions list_vhosts set_permissions set_topic_permissions list_bindings list_channels \
            list_ciphers list_connections list_consumers list_exchanges list_hashes list_node_auth_attempt_stats list_queues \
            list_unresponsive_queues ping report schema_info status clear_global_parameter clear_parameter \
            list_global_parameters list_parameters set_global_parameter set_parameter clear_operator_policy clear_policy \
            list_operator_policies list_policies set_operator_policy set_policy add_vhost clear_vhost_limits delete_vhost \
            list_vhost_limits restart_vhost set_vhost_limits set_vhost_tags trace_off trace_on decode encode environment \
            set_cluster_name set_disk_free_limit set_log_level set_vm_memory_high_watermark export_definitions \
            import_definitions enable_feature_flag list_feature_flags close_all_connections close_all_user_connections \
            close_connection eval eval_file exec force_gc resume_listeners suspend_listeners delete_queue purge_queue \
            hipe_compile node_health_check
            rabbitmq-diagnostics: alarms check_alarms check_certificate_expiration check_if_node_is_mirror_sync_critical \
            check_if_node_is_quorum_critical check_local_alarms check_port_connectivity check_port_listener \
            check_protocol_listener check_running check_virtual_hosts cipher_suites consume_event_stream discover_peers \
            erlang_version is_booting is_running list_network_interfaces listeners log_tail log_tail_stream maybe_stuck \
            memory_breakdown observer quorum_status remote_shell runtime_thread_stats server_version stream_status \
            tls_versions certificates command_line_arguments disable_auth_attempt_source_tracking \
            enable_auth_attempt_source_tracking erlang_cookie_hash erlang_cookie_sources log_location os_env \
            reset_node_auth_attempt_metrics resolve_hostname resolver_info reclaim_quorum_memory \
            consistent_hash_exchange_ring_state
            rabbitmq-queues: grow rebalance shrink add_member delete_member peek quorum_status stream_status
            rabbitmq-plugins: help version directories is_enabled disable enable list set
            """;

    /** Of later versions, and of plugins. */
    private static final String LATER = """
            rabbitmqctl: hash_password update_vhost_metadata list_deprecated_features \
            check_if_any_deprecated_features_are_used metadata_store_status encrypt_conf_value shovel_status delete_shovel \
            federation_status restart_federation_link add_super_stream delete_super_stream set_permissions_globally \
            enable_vhost_deletion_protection disable_vhost_deletion_protection list_stream_connections drain revive \
            enable_vhost_protection_from_deletion activate_free_disk_space_monitoring list_policies_with_classic_queue_mirroring \
            check_for_quorum_queues_without_an_elected_leader check_if_new_quorum_queue_replicas_have_finished_initial_sync \
            check_if_metadata_store_is_initialized await_online_quorum_plus_one
            """;

    static Stream<String> verbs() {
        return Stream.of(OF_3_10, LATER).flatMap(String::lines).flatMap(line -> {
            String[] parts = line.split(": ");
            return Stream.of(parts[1].split(" ")).map(verb -> parts[0] + " " + verb);
        });
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void isThereOrHasAReason(String toolAndVerb) {
        Tool tool = Tool.named(toolAndVerb.split(" ")[0]).orElseThrow();
        String verb = toolAndVerb.split(" ")[1];
        if (ControlVerbs.of(tool).containsKey(verb)) {
            assertFalse(ControlVerbs.help(tool, verb).isEmpty());
            return;
        }
        RequestException refused = assertThrows(RequestException.class, () -> CommandWords.of(tool, List.of(verb, "x")));
        assertEquals(ExitCode.USAGE, refused.exitCode());
        assertTrue(refused.getMessage().startsWith("\nCommand '" + verb + "' not found in Leveret: "), refused.getMessage());
        assertEquals(2, refused.getMessage().lines().count());
    }
}
