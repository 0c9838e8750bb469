package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.LoggedLines;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a proxy, where a client comes from is what the proxy says. The user guest may come over loopback only. */
class ProxyProtocolTest {

    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};
    private static final int LOCAL = 0x20;
    private static final int PROXY = 0x21;
    private static final int UNSPECIFIED = 0x00;
    private static final int TCP4 = 0x11;
    private static final int TCP6 = 0x21;

    @TempDir
    private Path data;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.start(data, "proxy_protocol", "true");
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PROXY TCP4 127.0.0.9 127.0.0.1 4000 5672\r\n", "PROXY TCP6 ::1 ::1 4000 5672\r\n", "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n"})
    void clientFromHereLogsInByVersion1(String header) {
        assertLogsIn(header.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "PROXY TCP4 203.0.113.7 127.0.0.1 4000 5672\r\n", "PROXY TCP6 2001:db8::7 ::1 4000 5672\r\n"})
    void clientFromElsewhereIsOneFromElsewhereByVersion1(String header) {
        assertRefused(header.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void clientFromHereLogsInByVersion2() throws Exception {
        assertLogsIn(version2(PROXY, TCP4, addresses("127.0.0.9", "127.0.0.1")));
        assertLogsIn(version2(PROXY, TCP6, addresses("::1", "::1")));
        assertLogsIn(version2(LOCAL, UNSPECIFIED, new byte[0]));
        assertLogsIn(version2(LOCAL, TCP4, addresses("203.0.113.7", "127.0.0.1")));
        assertLogsIn(version2(PROXY, UNSPECIFIED, new byte[0]));
    }

    @Test
    void clientFromElsewhereIsOneFromElsewhereByVersion2() throws Exception {
        assertRefused(version2(PROXY, TCP4, addresses("203.0.113.7", "127.0.0.1")));
        assertRefused(version2(PROXY, TCP6, addresses("2001:db8::7", "::1")));
    }

    @Test
    void whatAProxyAddsIsPassedOver() throws Exception {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(addresses("127.0.0.9", "127.0.0.1"));
        content.write(new byte[] {2, 0, 4, 'h', 'o', 's', 't'});
        assertLogsIn(version2(PROXY, TCP4, content.toByteArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "AMQP\0\0\u0009\u0001 and more that is no header of a proxy", "PROXY TCP4 127.0.0.1\r\n", "PROXY TCP9 a b c d\r\n",
        "PROXY TCP4 300.0.0.1 127.0.0.1 4000 5672\r\n"})
    void whatIsNoHeaderClosesTheSocket(String garbage) {
        try (RawClient client = RawClient.connect(broker.port())) {
            send(client, garbage.getBytes(StandardCharsets.ISO_8859_1));
            client.expectEnd();
        }
        assertLogsIn("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET / HTTP/1.1\r\n\r\n", "POST / HTTP/1.1\r\n\r\n", "PROXY TCP9 a b c d\r\n", "PROXY TCP4 1\r\n",
        "PROXY TCP4 1.2.3.4 1.2.3.4 99999 1\r\nPROXY TCP4 x\r\n", "\r\n\r\n\0\r\nQUIT\n\u0031\0\0\0"})
    void whatIsNoHeaderIsToldOfInOneLine(String garbage) throws Exception {
        try (LoggedLines lines = new LoggedLines("dev.leveret.server.net")) {
            // given somebody who has sent no header, and another one after that
            for (String sent : List.of(garbage, "nor this\r\n")) {
                try (RawClient client = RawClient.connect(broker.port())) {
                    send(client, sent.getBytes(StandardCharsets.ISO_8859_1));
                    client.expectEnd();
                }
            }

            // then there is a line for each
            String line = "WARN connection from HERE: closed, since it does not begin with a valid PROXY header";
            assertEquals(line, lines.next());
            assertEquals(line, lines.next());
            assertEquals(List.of(), lines.rest());
        }
    }

    @Test
    void headerBehindSomethingElseTakesNoPlace(@TempDir Path other) {
        try (TestBroker limited = TestBroker.start(
                other, "proxy_protocol", "true", "leveret.connections_per_address_max", "2")) {
            // given clients that send a line and a header behind it
            for (int i = 0; i < 3; i++) {
                try (RawClient client = RawClient.connect(limited.port())) {
                    send(client, "POST / HTTP/1.1\r\nPROXY TCP4 127.0.0.9 127.0.0.1 1 1\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.expectEnd();
                }
            }

            // then there are as many places left for that address as before
            try (RawClient client = RawClient.connect(limited.port())) {
                send(client, "PROXY TCP4 127.0.0.9 127.0.0.1 1 1\r\n".getBytes(StandardCharsets.US_ASCII));
                login(client);
                client.expect(0, ConnectionMethod.Tune.class);
            }
        }
    }

    @Test
    void longHeaderClosesTheSocket() {
        try (RawClient client = RawClient.connect(broker.port())) {
            send(client, version2(PROXY, TCP4, new byte[60_000]));
            client.expectEnd();
        }
    }

    @Test
    void headerThatDoesNotComeClosesTheSocket() {
        try (RawClient client = RawClient.connect(broker.port())) {
            client.bytes('P', 'R', 'O');
            assertLogsIn("PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII)); // so the first one was accepted
            broker.timers().advance(10_000);
            client.expectEnd();
        }
    }

    @Test
    void headerMayComeOctetByOctet() throws Exception {
        for (byte[] header : new byte[][] {
            "PROXY TCP4 127.0.0.9 127.0.0.1 4000 5672\r\n".getBytes(StandardCharsets.US_ASCII),
            version2(PROXY, TCP4, addresses("127.0.0.9", "127.0.0.1"))}) {
            try (RawClient client = RawClient.connect(broker.port())) {
                for (byte octet : header) {
                    client.bytes(octet);
                }
                login(client);
                client.expect(0, ConnectionMethod.Tune.class);
            }
        }
    }

    private void assertLogsIn(byte[] header) {
        try (RawClient client = RawClient.connect(broker.port())) {
            send(client, header);
            login(client);
            client.expect(0, ConnectionMethod.Tune.class);
        }
    }

    private void assertRefused(byte[] header) {
        try (RawClient client = RawClient.connect(broker.port())) {
            send(client, header);
            login(client);
            assertEquals(403, client.expect(0, ConnectionMethod.Close.class).replyCode());
        }
    }

    private static void login(RawClient client) {
        client.frames(FrameWriter::protocolHeader);
        client.expect(0, ConnectionMethod.Start.class);
        client.send(0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
    }

    private static void send(RawClient client, byte[] bytes) {
        client.frames(out -> out.writeBytes(bytes));
    }

    private static byte[] version2(int command, int family, byte[] content) {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.writeBytes(SIGNATURE);
        header.write(command);
        header.write(family);
        header.write(content.length >>> 8);
        header.write(content.length);
        header.writeBytes(content);
        return header.toByteArray();
    }

    private static byte[] addresses(String source, String destination) throws UnknownHostException {
        ByteArrayOutputStream addresses = new ByteArrayOutputStream();
        addresses.writeBytes(InetAddress.getByName(source).getAddress());
        addresses.writeBytes(InetAddress.getByName(destination).getAddress());
        addresses.writeBytes(new byte[] {0x0f, (byte) 0xa0, 0x16, 0x28});
        return addresses.toByteArray();
    }
}
