package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.FromServer;
import dev.leveret.amqp.method.Method;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.server.RawClient;
import dev.leveret.server.auth.Anybody;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing follows a close but its answer. */
class LastWordTest {

    @TempDir
    private Path data;

    @Test
    void confirmOfWhatCameBeforeAnErrorPrecedesTheCloseOfTheConnection() {
        // when a client publishes, and breaks the rules in the same breath
        List<FromServer> received = afterPublishing(0, new ConnectionMethod.Open("/"));

        // then it is told of both, and last of its mistake
        assertEquals(List.of(BasicMethod.Ack.class, ConnectionMethod.Close.class), kinds(received));
    }

    @Test
    void confirmThatIsDueAfterTheClientsCloseIsNotTold() {
        List<FromServer> received = afterPublishing(0, new ConnectionMethod.Close(200, "bye", 0, 0));
        assertEquals(List.of(ConnectionMethod.CloseOk.class), kinds(received));
    }

    @Test
    void confirmOfWhatCameBeforeTheCloseOfAChannelPrecedesItsAnswer() {
        List<FromServer> received = afterPublishing(1, new ChannelMethod.Close(200, "bye", 0, 0));
        assertEquals(List.of(BasicMethod.Ack.class, ChannelMethod.CloseOk.class), kinds(received));
    }

    private static List<? extends Class<?>> kinds(List<FromServer> methods) {
        return methods.stream().map(FromServer::getClass).toList();
    }

    /** What comes when a message is published on a confirming channel and this method follows at once. */
    private List<FromServer> afterPublishing(int channel, Method next) {
        try (TestNode node = new TestNode(data, new Anybody())) {
            HandFedConnection connection = node.connect();
            ByteBuf opening = Unpooled.buffer();
            FrameWriter.protocolHeader(opening);
            FrameWriter.method(opening, 0, RawClient.startOk(RawClient.CAPABLE, "PLAIN", "\0guest\0guest"));
            FrameWriter.method(opening, 0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            FrameWriter.method(opening, 0, new ConnectionMethod.Open("/"));
            FrameWriter.method(opening, 1, new ChannelMethod.Open());
            FrameWriter.method(opening, 1, new ConfirmMethod.Select(true));
            connection.feed(opening);
            node.run();
            connection.received();

            Message message = Message.of(
                    Address.of("", "nowhere"), ContentHeader.of(BasicProperties.EMPTY), new byte[1], 0);
            ByteBuf in = Unpooled.buffer();
            FrameWriter.publish(in, 1, false, false, message, 131072);
            FrameWriter.method(in, channel, next);
            connection.feed(in);
            node.run();
            List<FromServer> received = connection.received();
            connection.close();
            node.run();
            return received;
        }
    }
}
