package dev.leveret.interop.connection;

import static dev.leveret.interop.fixture.CloseReason.connectionClose;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_OPEN;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_START_OK;
import static dev.leveret.interop.fixture.SpecMethod.CONNECTION_TUNE_OK;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.Broker;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import dev.leveret.interop.fixture.WithBroker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From the protocol header to connection.open-ok. */
@WithBroker
class ConnectionHandshakeTest {

    @Test
    void serverPropertiesListTheCapabilitiesThatClientsSwitchFeaturesOnBy(Client client) throws Exception {
        // when
        Connection connection = client.connect();
        // then
        List<String> capabilities = List.of("publisher_confirms", "exchange_exchange_bindings", "basic.nack",
                "consumer_cancel_notify", "connection.blocked", "consumer_priorities", "authentication_failure_close",
                "per_consumer_qos", "direct_reply_to");
        assertEquals(capabilities.stream().collect(Collectors.toMap(name -> name, name -> true)),
                connection.getServerProperties().get("capabilities"));
    }

    @Test
    void serverPropertiesNameTheProductThatClientsExpect(Client client) throws Exception {
        // when
        Map<String, Object> properties = client.connect().getServerProperties();
        // then
        assertEquals("RabbitMQ", properties.get("product").toString());
        for (String name : List.of("version", "platform", "information", "copyright", "cluster_name")) {
            assertTrue(properties.containsKey(name), name);
        }
    }

    @Test
    @LeveretOnly("RabbitMQ names its own version")
    void versionIsTheOneThatLeveretIsCompatibleWith(Client client) throws Exception {
        // when
        Map<String, Object> properties = client.connect().getServerProperties();
        // then
        assertEquals("4.3.0", properties.get("version").toString());
        assertTrue(properties.get("platform").toString().contains("Leveret"), "our own name is in platform");
    }

    @Test
    void startOffersPlainAndAmqplainInEnglish(RawClient raw) throws Exception {
        // when
        AMQP.Connection.Start start = raw.start();
        // then
        List<String> mechanisms = List.of(start.getMechanisms().toString().split(" "));
        assertTrue(mechanisms.containsAll(List.of("PLAIN", "AMQPLAIN")), mechanisms::toString);
        assertEquals("en_US", start.getLocales().toString());
        assertEquals(List.of(0, 9), List.of(start.getVersionMajor(), start.getVersionMinor()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP\0\1\0\0", "AMQP\3\1\0\0", "AMQP\0\0\11\2", "HTTP/1.1", "GET / HTTP/1.1\r\n\r\n"})
    void unknownProtocolHeaderIsAnsweredWithOursAndTheEnd(String header, RawClient raw) throws Exception {
        // when
        raw.bytes(Client.bytes(header));
        // then
        assertArrayEquals(RawClient.protocolHeader(), raw.expectEnd());
    }

    @Test
    void headerOfAmqp09OpensAConnectionOf091(RawClient raw) throws Exception {
        // when
        raw.bytes(Client.bytes("AMQP\1\1\0\11"));
        // then
        AMQP.Connection.Start start = raw.expect(AMQP.Connection.Start.class);
        assertEquals(List.of(0, 9), List.of(start.getVersionMajor(), start.getVersionMinor()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"AMQP\1\1\10\0", "AMQP\1\1\11\1"})
    @LeveretOnly("RabbitMQ 3.10 speaks AMQP 0-8 then")
    void headersOfAmqp08AreAnsweredWithOursAndTheEnd(String header, RawClient raw) throws Exception {
        // when
        raw.bytes(Client.bytes(header));
        // then
        assertArrayEquals(RawClient.protocolHeader(), raw.expectEnd());
    }

    @Test
    void handshakeSentInOnePieceIsAnsweredStepByStep(RawClient raw) throws Exception {
        // given
        ByteArrayOutputStream steps = new ByteArrayOutputStream();
        steps.write(RawClient.protocolHeader());
        for (var method : List.of(RawClient.startOk(), RawClient.tuneOk(2047, 131072, 0),
                RawClient.connectionOpen("/"))) {
            steps.write(RawClient.encoded(RawClient.METHOD, 0, RawClient.payload(method), RawClient.FRAME_END));
        }
        // when
        raw.bytes(steps.toByteArray());
        // then
        raw.expect(AMQP.Connection.Start.class);
        raw.expect(AMQP.Connection.Tune.class);
        raw.expect(AMQP.Connection.OpenOk.class);
    }

    @Test
    void handshakeSentOctetByOctetIsUnderstood(RawClient raw) throws Exception {
        // when
        for (byte octet : RawClient.protocolHeader()) {
            raw.bytes(octet);
        }
        raw.expect(AMQP.Connection.Start.class);
        for (byte octet : RawClient.encoded(RawClient.METHOD, 0, RawClient.payload(RawClient.startOk()),
                RawClient.FRAME_END)) {
            raw.bytes(octet);
        }
        // then
        raw.expect(AMQP.Connection.Tune.class);
    }

    @Test
    void heartbeatsDuringTheHandshakeAreIgnored(RawClient raw) throws Exception {
        // given
        raw.start();
        // when
        raw.frame(RawClient.HEARTBEAT, 0).send(0, RawClient.startOk());
        // then
        raw.expect(AMQP.Connection.Tune.class);
    }

    @Test
    void anythingButStartOkEndsTheConnection(Broker broker) throws Exception {
        // given
        List<Step> steps = List.of(
                raw -> raw.send(1, new AMQP.Queue.Declare.Builder().queue("early").build()),
                raw -> raw.send(0, RawClient.tuneOk(2047, 131072, 0)),
                raw -> raw.send(0, RawClient.connectionOpen("/")),
                raw -> raw.send(0, new AMQP.Connection.Close.Builder().replyCode(200).replyText("bye").build()),
                raw -> raw.body(1, (byte) 1),
                raw -> raw.frame(9, 0, (byte) 1),
                raw -> raw.frameAnnouncing(RawClient.METHOD, 0, 200_000),
                raw -> raw.method(0, 10, 11, (byte) 0, (byte) 0, (byte) 1, (byte) 0, (byte) 7));
        List<RawClient> clients = new ArrayList<>();
        // when
        for (Step step : steps) {
            RawClient raw = RawClient.connect(broker);
            clients.add(raw);
            raw.start();
            step.take(raw);
        }
        // then: a server may take its time for it, to slow down those who try passwords
        for (RawClient raw : clients) {
            raw.expectEnd();
            raw.close();
        }
    }

    private interface Step {
        void take(RawClient raw) throws IOException;
    }

    @Test
    void tuneOkInsteadOfConnectionOpenIsRefused(RawClient raw) throws Exception {
        // given
        raw.login();
        // when
        raw.send(0, RawClient.tuneOk(2047, 131072, 0)).send(0, RawClient.tuneOk(2047, 131072, 0));
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - unexpected method in connection state opening",
                CONNECTION_TUNE_OK),
                raw.expectClose());
    }

    @Test
    void secondConnectionOpenIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.send(0, RawClient.connectionOpen("/"));
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - unexpected method in connection state running",
                CONNECTION_OPEN),
                raw.expectClose());
    }

    @Test
    void secondStartOkIsRefused(RawClient raw) throws Exception {
        // given
        raw.open();
        // when
        raw.send(0, RawClient.startOk());
        // then
        assertEquals(connectionClose(504, "CHANNEL_ERROR - unexpected method in connection state running",
                CONNECTION_START_OK),
                raw.expectClose());
    }
}
