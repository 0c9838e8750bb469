package dev.leveret.server.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The verbs of rabbitmqctl, rabbitmq-diagnostics, rabbitmq-queues and rabbitmq-plugins that there are, in the order in which help has them. */
public final class ControlVerbs {

    private static final String RABBITMQCTL = """
            help [--list-commands] [<command>] | prints this, or how a command is used
            version | the version of RabbitMQ that is followed
            ping | whether the broker answers
            status [--unit <unit>] | what the broker is and has
            environment | what is set, secrets hidden
            report | what status, environment and the lists say, in one
            cluster_status | the one node that there is
            await_startup | waits until the broker answers; -t says how many seconds at most
            wait [--pid|-P <pid>] [<pidfile>] | the same
            stop [--idempotent] [<pidfile>] | ends the process; with a pidfile it is waited for
            shutdown [--wait] [--no-wait] | ends the process, and waits until it is gone
            stop_app | accepts nobody until start_app, and closes all connections
            start_app | accepts connections again
            check_running | whether the broker runs
            check_local_alarms | fails while memory or disk is short
            check_alarms | the same
            check_port_connectivity | connects to every listener
            check_port_listener <port> | fails unless something listens on the port
            check_protocol_listener <protocol> | fails unless something listens for the protocol
            check_certificate_expiration [--within <period>] [--unit <unit>] | fails if a certificate ends within 4 weeks, or so many days, weeks, months or years
            check_virtual_hosts | whether all virtual hosts are up
            check_if_node_is_quorum_critical | nothing depends on one node of several here
            check_if_node_is_mirror_sync_critical | the same
            await_online_quorum_plus_one | the same
            await_online_synchronized_mirror | the same
            check_for_quorum_queues_without_an_elected_leader [--across-all-vhosts] [--vhost <vhost>] [<pattern>] | the same
            check_if_new_quorum_queue_replicas_have_finished_initial_sync | the same
            rebalance [--vhost-pattern <pattern>] [--queue-pattern <pattern>] <type> | the same
            check_if_any_deprecated_features_are_used | fails if anything of list_deprecated_features is in use
            check_if_metadata_store_is_initialized | whether definitions can be used
            check_if_metadata_store_is_initialized_with_data | the same
            is_running | whether the broker runs
            is_booting | whether it is still starting
            alarms | which alarms stand
            listeners | where the broker listens
            memory_breakdown [--unit <unit>] | what memory is in use
            node_health_check | whether no alarm stands and all event loops answer
            maybe_stuck | which event loops do not answer
            tls_versions | the versions of TLS that the runtime has
            cipher_suites [--format <format>] [--all] | the cipher suites that it has, openssl or iana
            discover_peers | no other nodes
            rotate_logs | fails, as in RabbitMQ
            set_log_level <log_level> | debug, info, warning, error, critical or none; until the broker ends
            list_feature_flags [<column> ...] | what of RabbitMQ is built in
            enable_feature_flag <flag> | succeeds for what is built in, and for all
            list_deprecated_features [--used] [<column> ...] | what RabbitMQ has deprecated and is there, or is in use
            list_parameters [--vhost <vhost>] | operator policies and limits of a virtual host
            list_global_parameters | what is set for the whole broker, the name of the cluster among it
            set_global_parameter <name> <value> | sets one, as JSON
            clear_global_parameter <name> | clears it
            set_cluster_name <name> | what clients are told from now on; cluster_name in the configuration says it again at the next start
            server_version | the version of RabbitMQ that is followed
            add_user [--pre-hashed-password] <username> [<password>] | adds a user; without a password, or its hash, it is read from standard input
            delete_user <username> | deletes a user and closes his connections
            change_password <username> [<password>] | gives a user another password
            clear_password <username> | takes a user's password away
            hash_password [<password>] | the hash of a password, for definitions and add_user
            authenticate_user <username> [<password>] | checks a password
            set_user_tags <username> [<tag> ...] | sets all tags of a user
            list_users | users and their tags
            set_user_limits <username> <definition> | limits connections and channels, as JSON
            clear_user_limits <username> <limit> | clears one limit, or all
            list_user_limits [--user <username>] [--global] | what is limited
            set_permissions [--vhost <vhost>] <username> <conf> <write> <read> | what a user may do in a virtual host
            clear_permissions [--vhost <vhost>] <username> | takes that away
            list_permissions [--vhost <vhost>] | who may do what in a virtual host
            list_user_permissions <username> | what a user may do where
            set_topic_permissions [--vhost <vhost>] <username> <exchange> <write> <read> | which routing keys a user may use
            clear_topic_permissions [--vhost <vhost>] <username> [<exchange>] | takes that away
            list_topic_permissions [--vhost <vhost>] | who may use which routing keys
            list_user_topic_permissions <username> | where a user may use which
            add_vhost [--description|-d <description>] [--tags <tags>] [--default-queue-type <type>] <vhost> | adds a virtual host
            delete_vhost <vhost> | deletes a virtual host and all in it
            set_vhost_tags <vhost> [<tag> ...] | sets all tags of a virtual host
            update_vhost_metadata [--description|-d <description>] [--tags <tags>] [--default-queue-type <type>] <vhost> | changes \
            what is noted of a virtual host
            restart_vhost [--vhost <vhost>] | says that it runs
            list_vhosts [<column> ...] | virtual hosts: name, tracing, description, tags, default_queue_type
            set_vhost_limits [--vhost <vhost>] <definition> | limits connections and queues, as JSON
            clear_vhost_limits [--vhost <vhost>] | clears them
            list_vhost_limits [--vhost <vhost>] [--global] | what is limited
            set_policy [--vhost <vhost>] [--priority <priority>] [--apply-to <queues|exchanges|all|classic_queues|quorum_queues|streams>] <name> <pattern> <definition> | sets a policy
            clear_policy [--vhost <vhost>] <name> | clears it
            list_policies [--vhost <vhost>] | all of a virtual host
            set_operator_policy [--vhost <vhost>] [--priority <priority>] [--apply-to <queues|exchanges|all|classic_queues|quorum_queues|streams>] <name> <pattern> <definition> | the same for operator policies
            clear_operator_policy [--vhost <vhost>] <name> | clears it
            list_operator_policies [--vhost <vhost>] | all of a virtual host
            list_queues [--vhost <vhost>] [--online] [--offline] [--local] [<column> ...] | queues; name and messages unless columns are asked for
            list_unresponsive_queues [--vhost <vhost>] [--local] [--queue-timeout <milliseconds>] [<column> ...] | queues that do not answer within --timeout
            quorum_status [--vhost <vhost>] <queue> | who leads a quorum queue
            list_exchanges [--vhost <vhost>] [<column> ...] | exchanges
            list_bindings [--vhost <vhost>] [<column> ...] | bindings
            list_consumers [--vhost <vhost>] [<column> ...] | consumers
            list_connections [<column> ...] | connections
            list_channels [--vhost <vhost>] [<column> ...] | channels
            list_delayed [--vhost <vhost>] <exchange> | how many messages wait in an exchange, and when the next one is due
            delete_queue [--vhost <vhost>] [--if-empty|-e] [--if-unused|-u] <queue> | deletes a queue
            purge_queue [--vhost <vhost>] <queue> | drops its ready messages
            close_connection <connection> <explanation> | closes one connection, by its pid or name
            close_all_connections [--vhost <vhost>] [--global] [--per-connection-delay <milliseconds>] [--limit <number>] <explanation> | closes those of a virtual host, or all
            close_all_user_connections <username> <explanation> | closes those of a user
            set_vm_memory_high_watermark <fraction|absolute> [<amount>] | a fraction of the memory, or "absolute" and an amount; until the broker ends
            set_disk_free_limit <amount|mem_relative> [<fraction>] | an amount, or "mem_relative" and a fraction; until the broker ends
            trace_on [--vhost <vhost>] | copies all messages to the exchange amq.rabbitmq.trace, until the broker ends
            trace_off [--vhost <vhost>] | no longer
            import_definitions [--format <format>] [--skip-if-unchanged] [<file>] | takes up what is in a file, or on standard input: all of it, or nothing
            export_definitions [--format <format>] <file> | writes all definitions to a file, or to standard output if it is -
            """;

    private static final String PLUGINS = """
            help [--list-commands] [<command>] | prints this, or how a command is used
            version | the version of RabbitMQ that is followed
            list [--enabled|-E] [--implicitly-enabled|-e] [--minimal|-m] [--verbose|-v] [<pattern>] | what is built in
            enable [--online] [--offline] [--all] [<plugin> ...] | succeeds for what is built in
            disable [--online] [--offline] [--all] [<plugin> ...] | says that it stays
            is_enabled [--online] [--offline] <plugin> [<plugin> ...] | fails unless all are built in
            set [--online] [--offline] [<plugin> ...] | succeeds if all are built in
            """;

    private static final Map<String, VerbUsage> OF_RABBITMQCTL = read(RABBITMQCTL);
    private static final Map<String, VerbUsage> OF_PLUGINS = read(PLUGINS);

    private static final Set<String> OPTIONS_WITH_VALUE = Stream.of(OF_RABBITMQCTL, OF_PLUGINS)
            .flatMap(verbs -> verbs.values().stream())
            .flatMap(verb -> verb.optionsWithValue().stream())
            .collect(Collectors.toUnmodifiableSet());

    private ControlVerbs() {}

    /** Those of a tool, by name. */
    public static Map<String, VerbUsage> of(Tool tool) {
        return tool == Tool.PLUGINS ? OF_PLUGINS : OF_RABBITMQCTL;
    }

    /** Options that have a value, of whatever verb: a verb may stand behind its options. */
    public static Set<String> optionsWithValue() {
        return OPTIONS_WITH_VALUE;
    }

    private static Map<String, VerbUsage> read(String table) {
        Map<String, VerbUsage> verbs = new LinkedHashMap<>();
        for (String line : table.lines().toList()) {
            int bar = line.lastIndexOf(" | ");
            String[] use = line.substring(0, bar).split(" ", 2);
            verbs.put(use[0], new VerbUsage(use[0], use.length < 2 ? "" : use[1], line.substring(bar + 3)));
        }
        return Collections.unmodifiableMap(verbs);
    }

    /** What help prints of a tool. */
    public static String help(Tool tool) {
        StringBuilder text = new StringBuilder("Usage\n\n" + tool.word()
                + " [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] <command> [<command options>]\n\n"
                + "Available commands:\n\n");
        of(tool).values().forEach(verb -> text.append(String.format("   %-38s %s%n", verb.name(), verb.meaning())));
        return text.append("\nUse '").append(tool.word()).append(" help <command>' to learn how a command is used").toString();
    }

    /** How one verb is used; for a verb that is there. */
    public static String help(Tool tool, String verb) {
        VerbUsage usage = of(tool).get(verb);
        String use = (tool.word() + " [--node <node>] [--timeout <timeout>] [--longnames] [--quiet] " + verb + " "
                + usage.arguments()).stripTrailing();
        List<String> columns = ListColumns.of(verb);
        return "Usage\n\n" + use
                + (columns.isEmpty() ? "" : "\n\n<column>\n\tmust be one of " + String.join(", ", columns));
    }
}
