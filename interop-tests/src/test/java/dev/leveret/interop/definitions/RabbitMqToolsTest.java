package dev.leveret.interop.definitions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.BrokerProcess.Ran;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RabbitMQ's tools as processes, for a broker in another one: what they print where, and their exit codes. */
@LeveretOnly("its own command line is called")
class RabbitMqToolsTest {

    private static Path data;
    private static OperatedBroker broker;

    @BeforeAll
    static void start(@TempDir Path folder) {
        data = folder.resolve("data");
        broker = new OperatedBroker(data, "nodename=node@here", "leveret.resource_check_interval=50");
    }

    @AfterAll
    static void stop() throws Exception {
        broker.close();
    }

    private static Ran run(String tool, String... words) throws Exception {
        return runWith("", tool, words);
    }

    private static Ran runWith(String input, String tool, String... words) throws Exception {
        List<String> all = new ArrayList<>(List.of(tool, "--data", data.toString()));
        all.addAll(List.of(words));
        return BrokerProcess.runToEnd(input, all.toArray(String[]::new));
    }

    @Test
    void healthChecksFollowTheAlarms() throws Exception {
        assertEquals(new Ran(0, "Ping succeeded\n", ""), run("rabbitmq-diagnostics", "-q", "ping"));
        assertEquals(0, run("rabbitmq-diagnostics", "check_running", "-n", "rabbit@anything").exitCode());
        assertEquals(0, run("rabbitmq-diagnostics", "check_port_connectivity").exitCode());
        assertEquals(0, run("rabbitmqctl", "set_disk_free_limit", "9000000TB").exitCode());
        assertEquals(
                new Ran(70, "", "Error:\nFree disk space alarm on node node@here\n"),
                run("rabbitmq-diagnostics", "-q", "check_local_alarms"));
        assertEquals(0, run("rabbitmqctl", "set_disk_free_limit", "1MB").exitCode());
        assertEquals(0, run("rabbitmq-diagnostics", "check_local_alarms").exitCode());
    }

    @Test
    void userOfTheCommandLineLogsIn() throws Exception {
        assertEquals(0, runWith("s3cret\n", "rabbitmqctl", "add_user", "ann").exitCode());
        assertEquals(0, run("rabbitmqctl", "add_vhost", "shop").exitCode());
        assertEquals(0, run("rabbitmqctl", "set_permissions", "-p", "shop", "ann", ".*", ".*", ".*").exitCode());
        assertTrue(broker.client().connect(factory -> {
            factory.setUsername("ann");
            factory.setPassword("s3cret");
            factory.setVirtualHost("shop");
        }).isOpen());
        assertEquals("ann\t.*\t.*\t.*\n", run("rabbitmqctl", "list_permissions", "-p", "shop", "-s").printed()
                .lines().filter(line -> line.startsWith("ann")).findFirst().orElseThrow() + "\n");
        assertEquals(
                new Ran(67, "Deleting user \"nobody\" ...\n", "Error:\nUser \"nobody\" does not exist\n"),
                run("rabbitmqctl", "delete_user", "nobody"));
    }

    @Test
    void queuesAreCountedWithWhatIsUnacknowledged() throws Exception {
        Channel channel = broker.client().connect(factory -> {}).createChannel();
        channel.queueDeclare("counted", true, false, false, Map.of("x-queue-type", "quorum"));
        channel.confirmSelect();
        channel.basicPublish("", "counted", null, Client.bytes("1"));
        channel.basicPublish("", "counted", null, Client.bytes("2"));
        channel.waitForConfirms();
        channel.basicGet("counted", false);
        assertEquals("counted\t1\t1\t2\tquorum\n", run("rabbitmqctl", "list_queues", "-s", "name", "messages_ready",
                "messages_unacknowledged", "messages", "type").printed().lines()
                .filter(line -> line.startsWith("counted")).findFirst().orElseThrow() + "\n");
        Ran closed = run("rabbitmqctl", "close_all_connections", "--global", "maintenance");
        assertEquals(0, closed.exitCode());
        Deadline.await("the end of the connection", () -> !channel.isOpen());
        assertTrue(channel.getCloseReason().getMessage().contains("CONNECTION_FORCED - maintenance"), channel.getCloseReason()::getMessage);
    }

    @Test
    void wrongUseIsToldOnStandardError() throws Exception {
        Ran ran = run("rabbitmqctl", "add_user");
        assertEquals(64, ran.exitCode());
        assertEquals("", ran.printed());
        assertTrue(ran.error().startsWith("Error (argument validation): not enough arguments.\nArguments given:\n\tadd_user\n"), ran::error);
        assertEquals(70, run("rabbitmq-plugins", "enable", "nope").exitCode());
        assertEquals(0, run("rabbitmq-plugins", "enable", "rabbitmq_event_exchange").exitCode());
    }

    @Test
    void noBrokerIsUnavailable(@TempDir Path empty) throws Exception {
        Ran ran = BrokerProcess.runToEnd("", "rabbitmqctl", "list_queues", "--data", empty.toString());
        assertEquals(69, ran.exitCode());
        assertTrue(ran.error().startsWith("Error: unable to perform an operation"), ran::error);
        assertFalse(ran.error().contains("\tat "), ran::error);
    }
}
