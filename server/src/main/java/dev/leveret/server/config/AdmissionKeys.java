package dev.leveret.server.config;

import java.util.List;

/** Keys of limits on who comes in, and how, and on how much there may be. */
final class AdmissionKeys {

    static final Setting<Boolean> PROXY_PROTOCOL = Setting.bool("proxy_protocol", false,
            "whether connections begin with a header of the PROXY protocol, version 1 or 2, which says where they come from");
    static final Setting<Integer> CONNECTION_MAX = Setting.limit("connection_max", Integer.MAX_VALUE, 0,
            "connections that have logged in, at most");
    static final Setting<Integer> ADDRESS_MAX = Setting.limit("leveret.connections_per_address_max", Integer.MAX_VALUE, 1,
            "connections from one address, or one network of IPv6 (/64), at most");
    static final Setting<Integer> HALF_OPEN_MAX = Setting.limit("leveret.half_open_connections_max", 1_000, 1,
            "connections that have not logged in, at most; one more, and the oldest of them is closed");
    static final Setting<Integer> CHANNEL_NODE_MAX = Setting.limit("channel_max_per_node", Integer.MAX_VALUE, 1,
            "channels of all connections together, at most");
    static final Setting<Integer> CONSUMER_MAX = Setting.limit("consumer_max_per_channel", Integer.MAX_VALUE, 1,
            "consumers of a channel, at most");
    static final Setting<Integer> VHOST_MAX = Setting.limit("vhost_max", Integer.MAX_VALUE, 0,
            "virtual hosts, at most");
    static final Setting<Integer> QUEUE_MAX = Setting.limit("cluster_queue_limit", Integer.MAX_VALUE, 1,
            "queues of all virtual hosts together, at most");
    static final Setting<Integer> EXCHANGE_MAX = Setting.limit("cluster_exchange_limit", Integer.MAX_VALUE, 1,
            "exchanges of all virtual hosts together, at most; those that every virtual host has count");

    static final List<Setting<?>> ALL =
            List.of(PROXY_PROTOCOL, CONNECTION_MAX, ADDRESS_MAX, HALF_OPEN_MAX, CHANNEL_NODE_MAX, CONSUMER_MAX,
                    VHOST_MAX, QUEUE_MAX, EXCHANGE_MAX);

    private AdmissionKeys() {}
}
