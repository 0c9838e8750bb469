package dev.leveret.server.setups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.leveret.server.Broker;
import dev.leveret.server.BrokerSeams;
import dev.leveret.server.config.BrokerSettings;
import dev.leveret.server.config.CommandLine;
import dev.leveret.server.config.LogLevel;
import dev.leveret.server.config.LogSettings;
import dev.leveret.server.logging.LogOutputs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Set-ups in the manner of RabbitMQ's documentation start unchanged, and do what they say. */
class RabbitMqSetupsTest {

    @TempDir
    private Path data;

    private Setup setup;
    private CommandLine.Run run;
    private Broker broker;

    @BeforeEach
    void keepQuiet() {
        LogOutputs.setLevel(LogLevel.NONE);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void watermarks() throws Exception {
        start("watermarks");
        connect("guest", "guest", "/").close();
        assertEquals(700, settings().resources().memory().of(1000));
        assertEquals(2_000_000, settings().resources().diskFree().of(1));
        assertIgnored("total_memory_available_override_value, vm_memory_calculation_strategy,"
                + " vm_memory_high_watermark_paging_ratio");
    }

    @Test
    void listenersOnOneInterface() throws Exception {
        start("one-interface");
        connect("guest", "guest", "/").close();
        assertEquals(
                List.of(new InetSocketAddress("127.0.0.1", 5672), new InetSocketAddress("::1", 5672)),
                setup.asItIs().settings().listen().addresses());
        assertEquals(4096, settings().listen().sockets().backlog());
        assertEquals(15_000, settings().timeouts().handshakeMillis());
    }

    @Test
    void firstUserOfTheFile() throws Exception {
        start("first-user");
        try (Connection connection = connect("40696e180b610ed9", "efd3!53a9@92#a08_d_6d", "orders")) {
            // he may make what his permission says, and nothing else
            connection.createChannel().queueDeclare("orders.new", true, false, false, null);
            assertThrows(IOException.class, () -> connection.createChannel().queueDeclare("other", true, false, false, null));
        }
        assertThrows(IOException.class, () -> connect("guest", "guest", "orders"));
    }

    @Test
    void tunedConnections() throws Exception {
        start("tuned-connections");
        try (Connection connection = connect("guest", "guest", "/")) {
            assertEquals(30, connection.getHeartbeat());
            assertEquals(65_536, connection.getFrameMax());
            assertEquals(128, connection.getChannelMax());
        }
        assertEquals(64 << 20, settings().protocol().messageSizeMax());
        assertEquals(3_600_000, settings().timeouts().consumerMillis());
    }

    @Test
    void logForMachines() throws Exception {
        start("json-log");
        connect("guest", "guest", "/").close();
        LogSettings log = settings().node().log();
        assertTrue(log.file().isEmpty());
        assertEquals(LogSettings.Format.JSON, log.console().orElseThrow().look().format());
        assertEquals(
                Map.of("connection", LogLevel.WARNING, "channel", LogLevel.ERROR, "queue", LogLevel.INFO), log.categories());
    }

    @Test
    void composeFileOfAnOldImage() throws Exception {
        start("old-compose");
        connect("rabbit", "carrot", "burrow").close();
        assertEquals(600, settings().resources().memory().of(1000));
        assertIgnored("RABBITMQ_ERLANG_COOKIE, RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS");
    }

    @Test
    void composeFileWithDefinitions() throws Exception {
        start("definitions-compose");
        try (Connection connection = connect("shop", "shop-pass", "shop")) {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicPublish("sales", "order.new", null, new byte[1]);
            channel.waitForConfirmsOrDie(10_000);
            assertEquals(1, channel.messageCount("orders"));
        }
        assertThrows(IOException.class, () -> connect("guest", "guest", "/"));
        assertEquals("rabbit@broker", settings().node().nodeName());
    }

    @Test
    void composeFileWithSecrets() throws Exception {
        start("secrets-compose");
        try (Connection connection = connect("service", "pa55 word", "/")) {
            assertEquals("rabbit-staging", connection.getServerProperties().get("cluster_name").toString());
        }
    }

    @Test
    void filesOfKubernetes() throws Exception {
        start("kubernetes");
        connect("default_user_Zx3", "0NtqZ-bD", "/").close();
        assertEquals(1_000_000, settings().resources().diskFree().of(1));
        assertEquals("rabbit@server-0.nodes.default", settings().node().nodeName());
        assertEquals(2, run.warnings().size(), run.warnings()::toString);
        String unknown = run.warnings().getFirst();
        assertEquals("environment variables that nobody knows, ignored: RABBITMQ_FORCE_BOOT", unknown);
    }

    @Test
    void serverWithEverythingOn() throws Exception {
        start("many-plugins");
        try (Connection connection = connect("app", "app", "app")) {
            // a queue of no type is a quorum queue if it can be one, and can be declared once more
            Channel channel = connection.createChannel();
            Map<String, Object> quorum = Map.of("x-queue-type", "quorum");
            channel.queueDeclare("jobs", true, false, false, null);
            channel.queueDeclare("jobs", true, false, false, quorum);
            channel.queueDeclare("jobs", true, false, false, null);
            AMQP.Queue.DeclareOk own = channel.queueDeclare();
            channel.queueDeclare("mine", false, true, false, null);
            channel.queueDeclare("old", true, false, false, Map.of("x-queue-type", "classic"));
            channel.queueDeclare("old", true, false, false, null);
            assertTrue(own.getQueue().startsWith("amq.gen-"), own::getQueue);
        }
        try (Connection connection = connect("monitor", "watch", "app")) {
            connection.createChannel().queueDeclarePassive("jobs");
            assertThrows(IOException.class, () -> connection.createChannel().queueDeclare("x", true, false, false, null));
        }
    }

    @Test
    void variablesBesideAFile() throws Exception {
        start("conf-and-environment");
        try (Connection connection = connect("from-environment", "secret", "/")) {
            assertEquals(20, connection.getHeartbeat());
        }
        assertEquals(List.of(new InetSocketAddress("127.0.0.1", 5679)), setup.asItIs().settings().listen().addresses());
        LogSettings log = settings().node().log();
        assertEquals(LogLevel.WARNING, log.level());
        assertEquals(Map.of("connection", LogLevel.DEBUG), log.categories());
    }

    private void start(String name) throws Exception {
        setup = Setup.named(name);
        run = setup.start(data);
        broker = Broker.start(run.settings(), BrokerSeams.real(run.settings()));
    }

    private BrokerSettings settings() {
        return run.settings();
    }

    private void assertIgnored(String names) {
        assertEquals(List.of("settings of RabbitMQ that mean nothing here, ignored: " + names), run.warnings());
    }

    private Connection connect(String user, String pass, String vhost) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(broker.port());
        factory.setUsername(user);
        factory.setPassword(pass);
        factory.setVirtualHost(vhost);
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
