package dev.leveret.server.config;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The columns of verbs that list things, as help has them. */
public final class ListColumns {

    private static final Map<String, List<String>> THERE = read("""
            list_queues: arguments auto_delete consumers durable effective_policy_definition exclusive exclusive_consumer_pid \
            exclusive_consumer_tag head_message_timestamp leader members memory message_bytes message_bytes_ram \
            message_bytes_ready message_bytes_unacknowledged messages messages_ram messages_ready messages_ready_ram \
            messages_unacknowledged messages_unacknowledged_ram name online operator_policy owner_pid pid policy \
            single_active_consumer_pid single_active_consumer_tag slave_pids state synchronised_slave_pids type vhost
            list_connections: auth_mechanism channel_max channels client_properties connected_at frame_max host name \
            peer_cert_issuer peer_cert_subject peer_cert_validity peer_host peer_port pid port protocol recv_cnt recv_oct send_cnt \
            send_oct send_pend ssl ssl_cipher ssl_hash ssl_key_exchange ssl_protocol state timeout user user_provided_name vhost
            list_channels: acks_uncommitted confirm connection consumer_count global_prefetch_count messages_unacknowledged \
            messages_uncommitted messages_unconfirmed name number pid prefetch_count transactional user vhost
            list_deprecated_features: deprecation_phase desc doc_url name provided_by
            list_exchanges: arguments auto_delete durable internal name policy type
            list_bindings: arguments destination_kind destination_name routing_key source_kind source_name
            list_consumers: ack_required active activity_status arguments channel_pid consumer_tag exclusive prefetch_count \
            queue_name
            """);

    /** Those of RabbitMQ that would have to be counted for each message. */
    private static final Map<String, List<String>> NOT_COUNTED = read("""
            list_queues: consumer_capacity consumer_utilisation disk_reads disk_writes message_bytes_persistent \
            messages_persistent
            """);

    private ListColumns() {}

    private static Map<String, List<String>> read(String table) {
        return table.lines()
                .map(line -> line.split(": "))
                .collect(Collectors.toUnmodifiableMap(parts -> parts[0], parts -> List.of(parts[1].split(" "))));
    }

    /** Those that a verb has; none if it lists nothing. */
    public static List<String> of(String verb) {
        return THERE.getOrDefault(verb, List.of());
    }

    /** Those that RabbitMQ's verb has, and this one has not since nobody counts that. */
    public static List<String> notCounted(String verb) {
        return NOT_COUNTED.getOrDefault(verb, List.of());
    }
}
