package dev.leveret.server.connection;

import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.config.NodeSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What connection.start tells about the broker.
 *
 * <p>Clients switch features on by it, some by the product's name: it is RabbitMQ's, with the version that Leveret is
 * compatible with; Leveret's own name and version are in {@code platform} and {@code information}.
 */
public final class ServerProperties {

    /** RabbitMQ's version whose behaviour is followed. */
    public static final String COMPATIBLE_VERSION = "4.3.0";

    private static final String CLUSTER_NAME = "cluster_name";

    private static final List<String> CAPABILITIES = List.of(
            "publisher_confirms",
            "exchange_exchange_bindings",
            "basic.nack",
            "consumer_cancel_notify",
            "connection.blocked",
            "consumer_priorities",
            "authentication_failure_close",
            "per_consumer_qos",
            "direct_reply_to");

    private ServerProperties() {}

    /** The node's name: what the settings say, or one made from that of this machine. */
    public static String nodeName(NodeSettings settings, String host) {
        String name = settings.nodeName();
        if (name.isEmpty()) {
            return "leveret@" + host;
        }
        return name.contains("@") ? name : name + "@" + host; // RabbitMQ adds the host too
    }

    /**
     * The table, with what the settings add or put over it.
     *
     * @param version Leveret's own
     * @param clusterName which operators may change: each connection is told what it is then
     */
    public static Supplier<FieldTable> of(NodeSettings settings, String version, Supplier<String> clusterName) {
        FieldTable table = of(settings, version, clusterName.get());
        return settings.serverProperties().containsKey(CLUSTER_NAME)
                ? () -> table
                : () -> table.with(CLUSTER_NAME, FieldValue.text(clusterName.get()));
    }

    private static FieldTable of(NodeSettings settings, String version, String clusterName) {
        Map<String, String> texts = new TreeMap<>();
        texts.put(CLUSTER_NAME, clusterName);
        texts.put("copyright", "Copyright (c) the Leveret contributors");
        texts.put("information", "Leveret " + version + ". Licensed under the Apache License 2.0.");
        texts.put("platform", "Leveret " + version + ", Java " + Runtime.version().feature());
        texts.put("product", "RabbitMQ");
        texts.put("version", COMPATIBLE_VERSION);
        texts.putAll(settings.serverProperties());

        FieldTable.Builder table = FieldTable.builder().put("capabilities", capabilities());
        texts.forEach(table::put);
        return table.build();
    }

    private static FieldTable capabilities() {
        FieldTable.Builder table = FieldTable.builder();
        CAPABILITIES.forEach(name -> table.put(name, true));
        return table.build();
    }
}
