package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A publisher is not read while too much is on its way to the disk. */
class IngressPauseTest {

    private static final int COUNT = 2_000;

    @Test
    void publisherThatIsPausedAllTheTimeLosesNothingAndGoesOn(@TempDir Path data) {
        // given a broker that stops reading as soon as a byte waits for the disk
        try (TestBroker broker = TestBroker.start(data, "leveret.store_bytes_max", "0");
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            client.send(1, new QueueMethod.Declare("q", false, true, false, false, false, FieldTable.EMPTY));
            client.expect(1, QueueMethod.DeclareOk.class);

            // when far more is published than is read at once
            Message message = Message.of(Address.of("", "q"),
                    ContentHeader.of(BasicProperties.builder().deliveryMode(2).build()), new byte[1000], 0);
            for (int i = 0; i < COUNT; i++) {
                client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
            }

            // then all of it arrives
            client.send(1, new QueueMethod.Declare("q", true, true, false, false, false, FieldTable.EMPTY));
            assertEquals(COUNT, client.expect(1, QueueMethod.DeclareOk.class).messageCount());
        }
    }
}
