package dev.leveret.server.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process.
 *
 * @param data the folder of everything that outlives it
 * @param loops event loops; 0 means as many as there are cores
 * @param connectionsPerLoop how many connections a loop gets before the next one gets any
 * @param clusterName as told to clients and operators; empty means the node's name
 * @param nodeName as in events, log lines and commands; empty means made from the host's name
 * @param defaultQueueType what a queue is if its declaration does not say: {@code classic} or {@code quorum}
 * @param limits of what there is
 * @param log the log
 * @param definitions a definitions.json to import at the start, or a folder of them
 * @param serverProperties added to, or put over, what connection.start tells clients
 */
public record NodeSettings(
        Path data,
        int loops,
        int connectionsPerLoop,
        String clusterName,
        String nodeName,
        String defaultQueueType,
        TopologyLimits limits,
        LogSettings log,
        Optional<Path> definitions,
        Map<String, String> serverProperties) {

    public NodeSettings {
        serverProperties = Map.copyOf(serverProperties);
    }
}
