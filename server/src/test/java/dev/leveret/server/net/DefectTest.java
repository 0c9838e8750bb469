package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.server.RawClient;
import dev.leveret.server.auth.Anybody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A mistake of ours costs the connection that met it, and is logged once. */
class DefectTest {

    private static final class Broken extends Anybody {

        @Override
        public boolean mayOpen(String user, String virtualHost) {
            throw new IllegalStateException("no index 7");
        }
    }

    @Test
    void itIsAnsweredWithAnInternalError(@TempDir Path data) {
        try (TestNode node = new TestNode(data, new Broken()); ErrorLines errors = new ErrorLines()) {
            // given a broker with a defect in its check of virtual hosts
            HandFedConnection connection = node.connect();
            ByteBuf in = Unpooled.buffer();
            FrameWriter.protocolHeader(in);
            FrameWriter.method(in, 0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
            FrameWriter.method(in, 0, new ConnectionMethod.TuneOk(2047, 131072, 0));

            // when a client runs into it, and goes on
            FrameWriter.method(in, 0, new ConnectionMethod.Open("/"));
            FrameWriter.method(in, 0, new ConnectionMethod.Open("/"));
            connection.feed(in);
            node.run();

            // then its connection is closed with 541, and the log has it once
            assertEquals(
                    new ConnectionMethod.Close(541, "INTERNAL_ERROR - a defect of the broker; its log says more", 0, 0),
                    connection.received().getLast());
            assertEquals(
                    List.of("connection 127.0.0.1:5672 -> 127.0.0.1:5672: a defect ends it no index 7"), errors.seen());
            connection.close();
            node.run();
        }
    }
}
