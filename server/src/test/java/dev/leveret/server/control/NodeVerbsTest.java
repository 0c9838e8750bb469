package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.RawClient;
import dev.leveret.server.alarm.Resource;
import dev.leveret.server.config.AbsentVerbs;
import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Verbs about the node as a whole, with the words and numbers of 3.10.8. */
class NodeVerbsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @Test
    void endOfTheProcessIsAskedFor(@TempDir Path data) {
        try (CommandedBroker other = new CommandedBroker(data)) {
            assertFalse(other.broker().broker().stopWanted().isDone());
            assertEquals("Shutting down RabbitMQ node node@here running at PID " + ProcessHandle.current().pid(),
                    other.printed("shutdown", "--no-wait"));
            other.broker().broker().stopWanted().join();
        }
        try (CommandedBroker other = new CommandedBroker(data)) {
            assertEquals("Stopping and halting node node@here ...", other.printed("stop"));
            other.broker().broker().stopWanted().join();
        }
    }

    @Test
    void brokerThatIsNotThereCannotBeStoppedUnlessThatIsAllTheSame(@TempDir Path empty) throws Exception {
        var front = new CommandFront("9.9.9", System.in, empty);
        assertEquals(69, front.run(empty, Tool.RABBITMQCTL, List.of("stop")).exitCode());
        assertEquals(69, front.run(empty, Tool.RABBITMQCTL, List.of("shutdown")).exitCode());
        assertEquals(0, front.run(empty, Tool.RABBITMQCTL, List.of("stop", "--idempotent")).exitCode());
    }

    @Test
    void levelOfTheLogIsSet() {
        assertEquals("Setting log level to \"error\" ...", broker.printed("set_log_level", "error"));
        assertTrue(LoggerFactory.getLogger("nobody").isErrorEnabled());
        assertEquals("Setting log level to \"none\" ...", broker.printed("set_log_level", "none"));
        assertFalse(LoggerFactory.getLogger("nobody").isErrorEnabled());
        assertEquals(
                new Ended(69, "", "Error:\nlevel nope is not supported. Try one of debug, info, warning, error, critical, none"),
                broker.run("set_log_level", "nope"));
        assertEquals(new Ended(69, "", "Error:\nThis command does not rotate logs anymore [deprecated]"), broker.run("rotate_logs"));
    }

    @Test
    void healthIsThatOfAlarmsAndLoops() {
        assertEquals("Health check passed", broker.printed("node_health_check", "-q"));
        assertEquals("Found 0 suspicious event loops.", broker.printed("maybe_stuck", "-q"));
        broker.broker().alarms().set(Resource.DISK, true);
        try {
            assertEquals(new Ended(70, "", "Error:\nFree disk space alarm on node node@here"), broker.run("-q", "node_health_check"));
        } finally {
            broker.broker().alarms().set(Resource.DISK, false);
        }
    }

    @Test
    void whatOnlySeveralNodesCanGetWrongIsInOrder() {
        String alone = "Node node@here is a single node: no queue depends on others";
        assertEquals(alone, broker.printed("check_if_node_is_quorum_critical"));
        assertEquals(alone, broker.printed("check_for_quorum_queues_without_an_elected_leader", "--across-all-vhosts"));
        assertEquals(alone, broker.printed("rebalance", "all", "--queue-pattern", ".*"));
        assertEquals("Metadata store on node node@here is initialized", broker.printed("check_if_metadata_store_is_initialized"));
    }

    @Test
    void environmentIsWhatIsSetWithoutSecrets() {
        String text = broker.printed("environment");
        assertTrue(text.startsWith("Application environment of node node@here ...\n"), text);
        assertTrue(text.contains("\nnodename = node@here\n"), text);
        assertTrue(text.contains("\ndefault_pass = ***\n"), text);
        assertTrue(broker.printed("environment", "--formatter", "json").contains("\"cluster_name\":\"warren\""));
    }

    @Test
    void reportHasWhatTheOthersSay() {
        String text = broker.printed("report");
        int last = 0;
        for (String line : List.of("Reporting server status of node node@here ...", "Status of node node@here ...",
                "Cluster status of node node@here ...", "Application environment of node node@here ...", "Listing connections ...",
                "Listing channels ...", "Listing queues for vhost / ...", "Listing exchanges for vhost / ...",
                "Listing bindings for vhost /...", "Listing permissions for vhost \"/\" ...", "Listing policies for vhost \"/\" ...")) {
            int next = text.indexOf(line, last);
            assertTrue(next >= last, () -> line + " is missing, or comes too early, in " + text);
            last = next;
        }
    }

    @Test
    void clusterHasANameOfItsOwn() {
        String text = broker.printed("cluster_status");
        assertTrue(text.startsWith("Cluster status of node node@here ...\nBasics\n\nCluster name: warren\n"), text);
        assertTrue(text.contains("\nRunning Nodes\n\nnode@here\n"), text);
        String json = broker.printed("-q", "cluster_status", "--formatter", "json");
        assertTrue(json.contains("\"cluster_name\":\"warren\""), json);
    }

    /** Programs look there for where it listens and which release it is. */
    @Test
    void clusterStatusHasForEachNodeWhatItIs() {
        String text = broker.printed("cluster_status");
        assertTrue(text.contains("\nMaintenance status\n\nNode: node@here, status: not under maintenance\n"), text);
        String json = broker.printed("-q", "cluster_status", "--formatter", "json");
        assertTrue(json.contains("\"versions\":{\"node@here\":{\"rabbitmq_name\":\"Leveret\",\"rabbitmq_version\":\"4."), json);
        assertTrue(json.contains("\"maintenance_status\":{\"node@here\":\"not under maintenance\"}"), json);
        assertTrue(json.contains("\"listeners\":{\"node@here\":["), json);
    }

    @Test
    void flagsAndParametersAreListed() {
        assertTrue(broker.printed("list_feature_flags").startsWith("""
                Listing feature flags ...
                name\tstate
                classic_mirrored_queue_version\tunavailable
                implicit_default_bindings\tenabled
                """));
        assertEquals("Enabling all feature flags ...", broker.printed("enable_feature_flag", "all"));
        assertEquals("Enabling feature flag \"quorum_queue\" ...", broker.printed("enable_feature_flag", "quorum_queue"));
        assertEquals(new Ended(64, "", "Error:\nThis feature flag is not supported by node node@here"),
                broker.run("-q", "enable_feature_flag", "stream_queue"));
        assertEquals("Listing runtime parameters for vhost \"/\" ...", broker.printed("list_parameters"));
        assertEquals("[\n]", broker.printed("list_parameters", "--formatter", "json"));
        assertEquals(new Ended(65, "", "Virtual host 'nope' does not exist"), broker.run("-q", "list_parameters", "-p", "nope"));
        assertEquals("cluster_name\t\"warren\"", broker.printed("-s", "list_global_parameters"));
    }

    @Test
    void tagsOfAVirtualHostAreSetAndTheRestOfItStays() {
        broker.printed("add_vhost", "tagged", "--description", "a shop");
        assertEquals("Setting tags for virtual host \"tagged\" to [a, b] ...", broker.printed("set_vhost_tags", "tagged", "a", "b"));
        assertTrue(broker.printed("-s", "list_vhosts", "name", "description", "tags").contains("tagged\ta shop\t[a, b]"));
        assertEquals("Setting tags for virtual host \"tagged\" to [] ...", broker.printed("set_vhost_tags", "tagged"));
        assertTrue(broker.printed("-s", "list_vhosts", "name", "description", "tags").contains("tagged\ta shop\t[]"));
        assertEquals(new Ended(65, "", "Error:\nVirtual host \"nope\" does not exist"), broker.run("-q", "set_vhost_tags", "nope", "a"));
        assertEquals("Vhost '/' is already running on node 'node@here'", broker.printed("-q", "restart_vhost"));
        assertEquals(70, broker.run("restart_vhost", "-p", "nope").exitCode());
    }

    @Test
    void queuesAnswerAndSayWhoLeads() {
        try (RawClient client = RawClient.opened(broker.broker().port()).openChannel(1)) {
            for (String type : List.of("quorum", "classic")) {
                FieldTable arguments = FieldTable.of("x-queue-type", FieldValue.text(type));
                client.send(1, new QueueMethod.Declare("s-" + type, false, true, false, false, false, arguments));
                client.expect(1, QueueMethod.DeclareOk.class);
            }
        }
        assertEquals("Listing unresponsive queues for vhost / ...", broker.printed("list_unresponsive_queues"));
        assertEquals(64, broker.run("list_unresponsive_queues", "nope").exitCode());
        assertTrue(broker.printed("quorum_status", "s-quorum", "--formatter", "json")
                .contains("{\"Node Name\":\"node@here\",\"Raft State\":\"leader\""));
        assertEquals(new Ended(69, "", "Error:\nCannot get quorum status of a classic queue"),
                broker.run("-q", "quorum_status", "s-classic"));
        assertEquals(new Ended(69, "", "Error:\nnot_found"), broker.run("-q", "quorum_status", "nope"));
    }

    @Test
    void tlsOfTheRuntimeIsListed() {
        assertTrue(broker.printed("tls_versions").startsWith("Listing all TLS versions supported by the runtime...\ntlsv1.3\ntlsv1.2"));
        assertTrue(broker.printed("cipher_suites").contains("\nECDHE-RSA-AES256-GCM-SHA384\n"));
        assertTrue(broker.printed("cipher_suites", "--format", "iana").contains("\nTLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384\n"));
        assertEquals("No certificates are expiring within 2 weeks.", broker.printed("-q", "check_certificate_expiration", "--within", "2"));
        assertEquals(64, broker.run("check_certificate_expiration", "--unit", "zz").exitCode());
        assertEquals(0, broker.run("check_protocol_listener", "amqp").exitCode());
        assertEquals(
                new Ended(69, "", "Error:\nNo listener for protocol amqp/ssl is active on node node@here. Found listeners for the"
                        + " following protocols: amqp"),
                broker.run("-q", "check_protocol_listener", "amqps"));
    }

    @Test
    void verbsThatAreNotThereSayWhy() {
        for (String verb : List.of("eval", "join_cluster", "set_parameter", "reset")) {
            String why = "\nCommand '" + verb + "' not found in Leveret: " + AbsentVerbs.reason(verb).orElseThrow();
            assertEquals(new Ended(64, "", why), broker.run(verb, "x"));
            assertEquals(new Ended(64, "", "Error:\n" + why), broker.run("help", verb));
        }
        ControlVerbs.of(Tool.RABBITMQCTL).keySet().forEach(verb -> assertTrue(AbsentVerbs.reason(verb).isEmpty(), verb));
    }
}
