package dev.leveret.server.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.amqp.method.BasicMethod;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {

    @TempDir Path data;

    @Test
    void visitorGoesThroughAllThatClientsDo() throws Exception {
        try (TestBroker broker = TestBroker.start(data); Visitor visitor = new Visitor(broker.port())) {
            visitor.visit("guest", "guest");

            try (RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
                client.send(1, new BasicMethod.Get(Visitor.QUEUE, true));
                assertEquals(0, client.expect(1, BasicMethod.GetOk.class).messageCount(), "all but the last are acknowledged");
            }
        }
    }

    @Test
    void visitorWhoIsNotLetInSaysSo() throws Exception {
        try (TestBroker broker = TestBroker.start(data); Visitor visitor = new Visitor(broker.port())) {
            assertThrows(IOException.class, () -> visitor.visit("guest", "wrong"));
        }
    }
}
