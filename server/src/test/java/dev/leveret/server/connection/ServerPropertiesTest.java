package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.amqp.value.FieldValue;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.server.config.RawSettings;
import dev.leveret.server.config.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What connection.start tells about the broker: clients switch features on by it. */
class ServerPropertiesTest {

    @Test
    void productAndCapabilitiesAreRabbitMqs(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data)) {
            // when a client connects
            FieldTable properties = properties(broker);

            // then it is told the level of compatibility, and every feature
            assertEquals(FieldValue.text("RabbitMQ"), properties.get("product"));
            assertEquals(FieldValue.text("4.3.0"), properties.get("version"));
            FieldTable capabilities =
                    assertInstanceOf(FieldValue.Table.class, properties.get("capabilities")).table();
            assertEquals(
                    List.of("publisher_confirms", "exchange_exchange_bindings", "basic.nack", "consumer_cancel_notify",
                            "connection.blocked", "consumer_priorities", "authentication_failure_close",
                            "per_consumer_qos", "direct_reply_to"),
                    capabilities.entries().stream().map(FieldTable.Entry::name).toList());
            capabilities.entries().forEach(entry -> assertEquals(new FieldValue.Bool(true), entry.value()));
        }
    }

    @Test
    void settingsAddToThemAndWinOverThem(@TempDir Path data) {
        try (TestBroker broker = TestBroker.start(data,
                "server_properties.product", "Leveret",
                "server_properties.rack", "7",
                "cluster_name", "warren")) {
            // when a client connects
            FieldTable properties = properties(broker);

            // then it is told what the settings say
            assertEquals(FieldValue.text("Leveret"), properties.get("product"));
            assertEquals(FieldValue.text("7"), properties.get("rack"));
            assertEquals(FieldValue.text("warren"), properties.get("cluster_name"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', leveret@host", "rabbit@a, rabbit@a", "rabbit, rabbit@host"})
    void nodeHasANameWithAHost(String nodename, String node) {
        RawSettings raw = new RawSettings();
        raw.set("nodename", nodename, "test");
        assertEquals(node, ServerProperties.nodeName(SettingsReader.read(raw).node(), "host"));
    }

    private static FieldTable properties(TestBroker broker) {
        try (RawClient client = RawClient.connect(broker.port())) {
            client.frames(FrameWriter::protocolHeader);
            return client.expect(0, ConnectionMethod.Start.class).serverProperties();
        }
    }
}
