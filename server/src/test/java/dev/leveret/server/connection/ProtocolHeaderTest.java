package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first eight bytes. */
class ProtocolHeaderTest {

    private static final byte[] OURS = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    private TestBroker broker;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void anotherVersionIsAnsweredWithOursAndAClose() {
        try (RawClient client = RawClient.connect(broker.port())) {
            // when a client speaks AMQP 1.0
            client.bytes('A', 'M', 'Q', 'P', 0, 1, 0, 0);

            // then it is told what is spoken here
            assertArrayEquals(OURS, client.read());
            client.expectEnd();
        }
    }

    @Test
    void anotherProtocolIsAnsweredWithOursAndAClose() {
        try (RawClient client = RawClient.connect(broker.port())) {
            // when a browser comes by
            client.frames(out -> out.writeBytes("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes()));

            // then it is told what is spoken here
            assertArrayEquals(OURS, client.read());
            client.expectEnd();
        }
    }

    @Test
    void headerMayComeByteByByte() {
        try (RawClient client = RawClient.connect(broker.port())) {
            // when the header dribbles in
            for (byte octet : OURS) {
                client.bytes(octet);
            }

            // then it is answered as any other
            ConnectionMethod.Start start = client.expect(0, ConnectionMethod.Start.class);
            assertEquals(0, start.versionMajor());
            assertEquals(9, start.versionMinor());
            assertEquals("PLAIN AMQPLAIN", start.mechanisms());
            assertEquals("en_US", start.locales());
        }
    }
}
