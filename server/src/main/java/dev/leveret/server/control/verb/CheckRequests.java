package dev.leveret.server.control.verb;

import dev.leveret.server.alarm.Alarms;
import dev.leveret.server.alarm.Resource;
import dev.leveret.server.control.ExitCode;
import dev.leveret.server.control.RequestException;
import dev.leveret.server.control.verb.NodeFacts.Listener;
import dev.leveret.server.vhost.VirtualHosts;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Health checks, which fail if something is wrong. */
public final class CheckRequests {

    private static final int CONNECT_MILLIS = 5_000;

    /** What can fail, or has to be done, only where there are others. */
    private static final List<String> OF_SEVERAL_NODES = List.of(
            "check_if_node_is_quorum_critical", "check_if_node_is_mirror_sync_critical", "await_online_quorum_plus_one",
            "await_online_synchronized_mirror", "check_for_quorum_queues_without_an_elected_leader",
            "check_if_new_quorum_queue_replicas_have_finished_initial_sync", "rebalance");

    private final NodeFacts facts;
    private final Alarms alarms;
    private final VirtualHosts hosts;
    private final String node;

    public CheckRequests(NodeFacts facts, Alarms alarms, VirtualHosts hosts) {
        this.facts = facts;
        this.alarms = alarms;
        this.hosts = hosts;
        this.node = facts.identity().name();
    }

    void addTo(Map<String, Verb> verbs) {
        verbs.put("ping", this::ping);
        verbs.put("check_local_alarms", this::checkLocalAlarms);
        verbs.put("check_alarms", this::checkAlarms);
        verbs.put("check_port_connectivity", this::checkPortConnectivity);
        verbs.put("check_port_listener", this::checkPortListener);
        verbs.put("check_protocol_listener", this::checkProtocolListener);
        verbs.put("check_virtual_hosts", this::checkVirtualHosts);
        for (String verb : OF_SEVERAL_NODES) {
            verbs.put(verb, (words, out) -> out.result("Node " + node + " is a single node: no queue depends on others"));
        }
        verbs.put("check_if_metadata_store_is_initialized", this::metadataStore);
        verbs.put("check_if_metadata_store_is_initialized_with_data", this::metadataStore);
    }

    private void metadataStore(CommandWords words, Output out) {
        out.result("Metadata store on node " + node + " is initialized"); // or nobody would answer
    }

    private void ping(CommandWords words, Output out) {
        out.tell("Will ping " + node + ". This only checks if the OS process is running and answers. Timeout: "
                + words.option("timeout", "60") + "000 ms.");
        out.result("Ping succeeded");
    }

    private void checkLocalAlarms(CommandWords words, Output out) throws RequestException {
        out.tell("Asking node " + node + " to report any local resource alarms ...");
        requireNone();
        out.result("Node " + node + " reported no local alarms");
    }

    private void checkAlarms(CommandWords words, Output out) throws RequestException {
        out.tell("Asking node " + node + " to report any local resource alarms ...");
        requireNone();
        out.result("Node " + node + " reported no alarms, local or clusterwide");
    }

    private void requireNone() throws RequestException {
        requireNone(alarms, node);
    }

    /** Fails if an alarm stands. */
    static void requireNone(Alarms alarms, String node) throws RequestException {
        String standing = alarms.raised().stream().sorted()
                .map(resource -> text(resource, node))
                .collect(Collectors.joining("\n"));
        if (!standing.isEmpty()) {
            throw new RequestException(standing);
        }
    }

    /** In the words of RabbitMQ's status. */
    static String text(Resource resource, String node) {
        return (resource == Resource.MEMORY ? "Memory alarm on node " : "Free disk space alarm on node ") + node;
    }

    private void checkPortConnectivity(CommandWords words, Output out) throws RequestException {
        out.tell("Testing TCP connections to all active listeners on node " + node + " ...");
        List<String> ports = new ArrayList<>();
        for (Listener listener : facts.listeners().get()) {
            connect(listener);
            ports.add(Integer.toString(listener.address().getPort()));
        }
        out.result("Successfully connected to ports " + String.join(", ", ports) + " on node " + node + ".");
    }

    private void connect(Listener listener) throws RequestException {
        try (Socket socket = new Socket()) {
            socket.connect(listener.reachable(), CONNECT_MILLIS);
        } catch (IOException e) {
            throw new RequestException("Connection to ports of the following listeners on node " + node + " failed:\n"
                    + listener.line(), e);
        }
    }

    private void checkPortListener(CommandWords words, Output out) throws RequestException {
        String port = words.argument(0);
        out.tell("Asking node " + node + " if there's an active listener on port " + port + " ...");
        if (facts.listeners().get().stream().noneMatch(each -> Integer.toString(each.address().getPort()).equals(port))) {
            String used = facts.listeners().get().stream()
                    .map(each -> Integer.toString(each.address().getPort()))
                    .collect(Collectors.joining(", "));
            throw RequestException.bare(ExitCode.UNAVAILABLE, "No listener for port " + port + " is active on node " + node
                    + ". Found listeners that use the following ports: " + used);
        }
        out.result("A listener for port " + port + " is running on node " + node + ".");
    }

    private void checkProtocolListener(CommandWords words, Output out) throws RequestException {
        String asked = words.argument(0);
        String protocol = asked.equals("amqps") || asked.equals("amqp091s") ? "amqp/ssl" : asked.replaceFirst("^amqp091$", "amqp");
        out.tell("Asking node " + node + " if there's an active listener for protocol " + asked + " ...");
        if (facts.listeners().get().stream().noneMatch(each -> each.protocol().equals(protocol))) {
            String used = facts.listeners().get().stream().map(Listener::protocol).distinct().collect(Collectors.joining(", "));
            throw new RequestException(ExitCode.UNAVAILABLE, "No listener for protocol " + protocol + " is active on node " + node
                    + ". Found listeners for the following protocols: " + used);
        }
        out.result("A listener for protocol " + asked + " is running on node " + node + ".");
    }

    private void checkVirtualHosts(CommandWords words, Output out) {
        out.tell("Checking if all vhosts are running on node " + node + " ...");
        out.result("Node " + node + " reported all vhosts as running: " + hosts.all().size());
    }
}
