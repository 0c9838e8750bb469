package dev.leveret.server.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.server.LoggedLines;
import dev.leveret.server.RawClient;
import dev.leveret.server.alarm.Resource;
import dev.leveret.server.config.ControlVerbs;
import dev.leveret.server.config.Tool;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health checks, status, limits of resources and plugins. */
class NodeCommandsTest {

    @AutoClose
    private static CommandedBroker broker;

    @BeforeAll
    static void start(@TempDir Path data) {
        broker = new CommandedBroker(data);
    }

    @Test
    void checksSucceed() {
        int port = broker.broker().port();
        assertEquals("Ping succeeded", broker.printed("ping", "-q"));
        assertEquals("", broker.printed("ping", "-s"));
        assertEquals("""
                Checking if RabbitMQ is running on node node@here ...
                RabbitMQ on node node@here is fully booted and running""", broker.printed("check_running"));
        assertEquals("""
                Testing TCP connections to all active listeners on node node@here ...
                Successfully connected to ports %d on node node@here.""".formatted(port), broker.printed("check_port_connectivity"));
        assertEquals("Node node@here reported no local alarms", broker.printed("-q", "check_local_alarms"));
        assertEquals("", broker.printed("await_startup", "--timeout", "5"));
        assertEquals("", broker.printed("wait", "-P", "5"));
        assertEquals("", broker.printed("wait", "leveret.pid"));
        assertEquals("9.9.9", broker.printed("version"));
        assertEquals(0, broker.run("check_port_listener", Integer.toString(port)).exitCode());
        assertEquals(
                new Ended(69, "", "No listener for port 1 is active on node node@here. Found listeners that use the following ports: "
                        + port),
                broker.run("check_port_listener", "1", "-q"));
    }

    @Test
    void checkOfAlarmsFailsWhileOneStands() {
        broker.broker().alarms().set(Resource.MEMORY, true);
        try {
            Ended ended = broker.run("check_local_alarms", "-q");
            assertEquals(new Ended(70, "", "Error:\nMemory alarm on node node@here"), ended);
            assertTrue(broker.printed("status", "--formatter", "json")
                    .contains("\"alarms\":[{\"resource\":\"memory\",\"node\":\"node@here\"}]"));
        } finally {
            broker.broker().alarms().set(Resource.MEMORY, false);
        }
    }

    @Test
    void stoppedApplicationTakesNobody() {
        int port = broker.broker().port();
        try (RawClient client = RawClient.opened(port)) {
            assertEquals("Stopping rabbit application on node node@here ...", broker.printed("stop_app"));
            client.expectConnectionClose(320, "CONNECTION_FORCED - broker forced connection closure with reason 'shutdown'", 0);
        }
        assertThrows(ConnectException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
        assertEquals(
                new Ended(69, "", "Error:\nRabbitMQ on node node@here is not running or has not fully booted yet (check with is_booting)"),
                broker.run("check_running", "-q"));
        assertEquals(new Ended(69, "", "Error:\nrabbit_is_not_running"), broker.run("await_startup", "-q", "-t", "0"));
        assertEquals("Starting node node@here ...", broker.printed("start_app"));
        assertEquals(0, broker.run("check_running").exitCode());
        RawClient.opened(port).close();
    }

    @Test
    void whatIsDoneToTheNodeIsInTheLog() {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.control.verb")) {
            // given what may be done twice, and then is done once
            for (String verb : List.of("stop_app", "stop_app", "start_app", "start_app")) {
                broker.printed(verb);
            }
            broker.printed("set_disk_free_limit", "70MB");
            broker.printed("set_vm_memory_high_watermark", "absolute", "1GiB");
            assertEquals(List.of(
                    "INFO Leveret is asked to stop its application: nobody can connect before start_app",
                    "INFO Server startup complete; clients can connect again",
                    "INFO Disk free limit set to 70MB (70000000 bytes)",
                    "INFO Memory high watermark set to 1024 MiB (1073741824 bytes) of " + (Long.MAX_VALUE >> 20) + " MiB ("
                            + Long.MAX_VALUE + " bytes) total"), lines.rest());
        }
    }

    /** With the texts and numbers of 3.10.8. */
    @Test
    void stoppedApplicationRefusesTheVerbsThatNeedIt() {
        broker.printed("stop_app");
        try {
            for (String words : List.of("list_users", "add_user ann pw", "delete_user guest", "list_vhosts", "list_queues",
                    "list_permissions", "set_policy p q {}", "export_definitions x", "purge_queue q", "trace_on", "status",
                    "cluster_status", "listeners", "check_local_alarms", "check_port_connectivity", "check_virtual_hosts")) {
                Ended refused = broker.run(words.split(" "));
                assertEquals(new Ended(64, "", refused.error()), refused);
                assertTrue(refused.error().startsWith("Error: this command requires the 'rabbit' app to be running on the target"
                        + " node. Start it with 'rabbitmqctl start_app'.\nArguments given:\n\t" + words + "\n\nUsage\n\nrabbitmqctl "),
                        refused::error);
            }
            assertTrue(broker.run("list_users", "x").error().startsWith("Error (argument validation): too many arguments."));
            assertEquals(new Ended(1, "", "*** Could not connect: the application is stopped; rabbitmqctl start_app starts it"),
                    broker.run(Tool.ADMIN, "", "list", "queues"));
            // the others go on
            for (String verb : List.of("ping", "server_version", "environment", "stop_app")) {
                broker.printed(verb);
            }
            assertEquals(0, broker.run(Tool.PLUGINS, "", "list").exitCode());
            assertEquals("RabbitMQ on node node@here is not running or has not fully booted yet (check with is_booting)",
                    broker.printed("is_running", "-q"));
            assertEquals("RabbitMQ on node node@here is fully booted (check with is_running), stopped or has not started booting"
                    + " yet", broker.printed("is_booting", "-q"));
        } finally {
            broker.printed("start_app");
        }
        assertEquals(0, broker.run("list_users").exitCode());
    }

    @Test
    void statusSaysWhatThereIs() {
        String text = broker.printed("status");
        assertTrue(text.startsWith("Status of node node@here ...\nRuntime\n\nOS PID: "), text);
        assertTrue(text.contains("\nAlarms\n\n(none)\n"), text);
        assertTrue(text.endsWith("Interface: 127.0.0.1, port: " + broker.broker().port() + ", protocol: amqp, purpose: AMQP 0-9-1"), text);
    }

    @Test
    void limitsOfMemoryAndDiskAreSet() {
        assertEquals("Setting disk free limit on node@here to 70MB bytes ...", broker.printed("set_disk_free_limit", "70MB"));
        assertTrue(broker.printed("status", "--formatter=json").contains("\"disk_free_limit\":70000000,"));
        assertEquals("Setting disk free limit on node@here to 0.5 times the total RAM ...",
                broker.printed("set_disk_free_limit", "mem_relative", "0.5"));
        assertEquals("Setting memory threshold on node@here to 0.5 ...", broker.printed("set_vm_memory_high_watermark", "0.5"));
        assertEquals("Setting memory threshold on node@here to 1GiB bytes ...",
                broker.printed("set_vm_memory_high_watermark", "absolute", "1GiB"));
        assertTrue(broker.printed("status", "--formatter=json").contains("\"vm_memory_high_watermark_setting\":{\"absolute\":1073741824}"));
        assertEquals(65, broker.run("set_vm_memory_high_watermark", "2").exitCode());
        assertEquals(65, broker.run("set_vm_memory_high_watermark", "foo").exitCode());
        assertEquals(65, broker.run("set_disk_free_limit", "foo").exitCode());
    }

    @Test
    void pluginsThatAreBuiltInCanBeEnabled() {
        Ended enabled = broker.run(Tool.PLUGINS, "", "enable", "rabbitmq_consistent_hash_exchange");
        assertEquals(0, enabled.exitCode());
        assertTrue(enabled.printed().contains("rabbitmq_consistent_hash_exchange is built in"), enabled::printed);
        Ended missing = broker.run(Tool.PLUGINS, "", "enable", "nope", "-q");
        assertEquals(new Ended(70, "", "Error:\n{:plugins_not_found, [:nope]}"), missing);
        Ended elsewhere = broker.run(Tool.PLUGINS, "", "enable", "rabbitmq_management", "-q");
        assertEquals(70, elsewhere.exitCode());
        assertTrue(elsewhere.error().endsWith(
                "\nrabbitmq_management (RabbitMQ's HTTP API and web pages) is not built into Leveret."), elsewhere::error);
        assertTrue(broker.run(Tool.PLUGINS, "", "list", "-s").printed().contains("rabbitmq_event_exchange"));
    }

    @Test
    void everyVerbOfTheHelpIsServed() {
        for (Tool tool : List.of(Tool.RABBITMQCTL, Tool.PLUGINS)) {
            List<String> helped = ControlVerbs.of(tool).keySet().stream()
                    .filter(verb -> !List.of("help", "version", "hash_password").contains(verb))
                    .sorted()
                    .toList();
            assertEquals(helped, broker.broker().broker().verbs().of(tool, Path.of("")).keySet().stream().sorted().toList());
        }
    }

    @Test
    void brokerThatIsNotThereIsUnavailable(@TempDir Path empty) throws Exception {
        Ended ended = new CommandFront("9.9.9", System.in, empty).run(empty, Tool.DIAGNOSTICS, List.of("ping"));
        assertEquals(69, ended.exitCode());
        assertTrue(ended.error().startsWith("Error: unable to perform an operation on the broker in '" + empty), ended::error);
    }

    @Test
    void pluginsNeedNoBroker(@TempDir Path empty) throws Exception {
        var front = new CommandFront("9.9.9", System.in, empty);
        Ended enabled = front.run(empty, Tool.PLUGINS, List.of("enable", "--offline", "rabbitmq_event_exchange"));
        assertEquals(0, enabled.exitCode());
        assertTrue(enabled.printed().endsWith("rabbitmq_event_exchange is built in and always enabled: nothing to do."));
        assertEquals(70, front.run(empty, Tool.PLUGINS, List.of("enable", "nope")).exitCode());
        assertEquals(64, front.run(empty, Tool.PLUGINS, List.of("dance")).exitCode());
    }

    @Test
    void whatIsNotThereSaysSo() {
        Ended nosuch = broker.run("nosuch");
        assertEquals(64, nosuch.exitCode());
        assertTrue(nosuch.error().startsWith("\nCommand 'nosuch' not found. \n\nUsage\n\nrabbitmqctl "), nosuch::error);
        assertEquals(new Ended(64, "", "\nCommand 'list_user' not found. \nDid you mean 'list_users'? \n"), broker.run("list_user"));
        assertEquals(0, broker.run("help", "add_user").exitCode());
        assertEquals(broker.run("help", "add_user"), broker.run("add_user", "--help"));
        assertEquals(new Ended(64, "", "Error:\n\nCommand 'list_user' not found. \nDid you mean 'list_users'? \n"),
                broker.run("help", "list_user"));
        assertEquals(new Ended(64, "", "Error:\n\nCommand 'nosuch' not found."), broker.run("help", "nosuch"));
        assertEquals(64, broker.run("-q").exitCode());
    }

    @Test
    void firstWordThatIsNoneIsAnsweredAsAVerbThatIsNone() {
        assertEquals(
                new Ended(64, "", "\nCommand 'rabbitmq-diagnostic' not found. \nDid you mean 'rabbitmq-diagnostics'? \n"),
                CommandFront.unknown("rabbitmq-diagnostic", List.of("ping", "rabbitmq-diagnostics")));
    }

    @Test
    void whatCannotBeIsToldWithoutABroker(@TempDir Path empty) throws Exception {
        var front = new CommandFront("9.9.9", System.in, empty);
        assertEquals(64, front.run(empty, Tool.RABBITMQCTL, List.of("list_user")).exitCode());
        assertEquals(64, front.run(empty, Tool.RABBITMQCTL, List.of("list_users", "--nope")).exitCode());
    }
}
