package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ExchangeMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names that nobody should choose. Source: measured on RabbitMQ 3.10. */
class OddNamesTest {

    private static final int METHOD = 1;
    private static final int FRAME_END = 0xce;

    @TempDir
    private Path data;

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "x\u007f\u0001", " \u202e", "\u001b[31m"})
    void controlCharactersBelongToTheName(String name) {
        try (TestBroker broker = TestBroker.start(data);
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            client.send(1, new QueueMethod.Declare(name, false, false, false, false, false, FieldTable.EMPTY));
            assertEquals(name, client.expect(1, QueueMethod.DeclareOk.class).queue());
            client.send(1, new ExchangeMethod.Declare(name, "direct", false, false, false, false, false, FieldTable.EMPTY));
            client.expect(1, ExchangeMethod.DeclareOk.class);
            client.send(1, new QueueMethod.Bind(name, name, name, false, FieldTable.EMPTY));
            client.expect(1, QueueMethod.BindOk.class);
            client.send(1, new BasicMethod.Consume(name, name, false, false, false, false, FieldTable.EMPTY));
            assertEquals(name, client.expect(1, BasicMethod.ConsumeOk.class).consumerTag());
        }
    }

    @Test
    void endsOfLinesAreTakenOutOfTheNamesOfQueues() {
        try (TestBroker broker = TestBroker.start(data);
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            client.send(1, new QueueMethod.Declare("a\r\nb", false, false, false, false, false, FieldTable.EMPTY));
            assertEquals("ab", client.expect(1, QueueMethod.DeclareOk.class).queue());
        }
    }

    @Test
    void whatIsNoUtf8IsRefused() {
        try (TestBroker broker = TestBroker.start(data);
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            // when a queue is declared whose name is the octet 255
            client.frames(out -> out.writeByte(METHOD).writeShort(1).writeInt(13)
                    .writeInt(QueueMethod.Declare.ID).writeShort(0).writeByte(1).writeByte(0xff)
                    .writeByte(0).writeInt(0).writeByte(FRAME_END));

            // then that ends the connection
            client.expectConnectionClose(501, "FRAME_ERROR - Malformed UTF-8 in shortstr", QueueMethod.Declare.ID);
        }
    }
}
