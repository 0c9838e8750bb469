package dev.leveret.server.connection;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ChannelMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Opening, failing, closing and reopening channels. */
class ChannelLifecycleTest {

    private static final String MISSING = "NOT_FOUND - no queue 'missing' in vhost '/'";

    private TestBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        client = RawClient.opened(broker.port());
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void numberIsFreeAfterAClose() {
        client.openChannel(1);
        for (int i = 0; i < 3; i++) {
            // when a channel is closed and opened again in one go
            client.send(1, new ChannelMethod.Close(200, "", 0, 0));
            client.send(1, new ChannelMethod.Open());

            // then both work
            client.expect(1, ChannelMethod.CloseOk.class);
            client.expect(1, ChannelMethod.OpenOk.class);
        }
    }

    @Test
    void openingTwiceEndsTheConnection() {
        client.openChannel(1);
        client.send(1, new ChannelMethod.Open());
        client.expectConnectionClose(504, "CHANNEL_ERROR - second 'channel.open' seen", ChannelMethod.Open.ID);
    }

    @Test
    void methodOnAChannelThatIsNotOpenEndsTheConnection() {
        client.send(1, new BasicMethod.Qos(0, 1, false));
        client.expectConnectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", BasicMethod.Qos.ID);
    }

    @Test
    void closingAChannelThatIsNotOpenEndsTheConnection() {
        client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        client.expectConnectionClose(504, "CHANNEL_ERROR - expected 'channel.open'", ChannelMethod.Close.ID);
    }

    @Test
    void channelsAreCountedAgainstTheLimitAndNotTheirNumbers() {
        try (RawClient limited = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(2, 131072, 0))) {
            // given as many channels as agreed, one of them with a high number
            limited.openChannel(7).openChannel(1);

            // when one more is opened
            limited.send(2, new ChannelMethod.Open());

            // then the connection ends
            limited.expectConnectionClose(
                    530, "NOT_ALLOWED - number of channels opened (2) has reached the negotiated channel_max (2)", 0);
        }
    }

    @Test
    void closedChannelsDoNotCount() {
        try (RawClient limited = RawClient.opened(broker.port(), new ConnectionMethod.TuneOk(1, 131072, 0))) {
            limited.openChannel(1);
            limited.send(1, new ChannelMethod.Close(200, "", 0, 0));
            limited.expect(1, ChannelMethod.CloseOk.class);
            limited.openChannel(2);
        }
    }

    @Test
    void softErrorEndsOnlyItsChannel() {
        client.openChannel(1).openChannel(2);
        client.send(1, passiveDeclare());
        client.expectChannelClose(1, 404, MISSING, QueueMethod.Declare.ID);
        client.roundTrip(2);
    }

    @Test
    void everythingOnAFailedChannelIsIgnoredUntilTheAnswer() {
        // given a channel closed for an error
        client.openChannel(1).openChannel(2);
        client.send(1, passiveDeclare());
        client.expectChannelClose(1, 404, MISSING, QueueMethod.Declare.ID);

        // when methods and content come that were on their way
        client.send(1, passiveDeclare());
        client.frames(out -> FrameWriter.publish(out, 1, true, false, message(), 131072));
        client.roundTrip(2);

        // then the number is free after the answer, and not before
        client.send(1, new ChannelMethod.CloseOk());
        client.openChannel(1);
        client.roundTrip(1);
    }

    @Test
    void openingAFailedChannelBeforeTheAnswerEndsTheConnection() {
        client.openChannel(1);
        client.send(1, passiveDeclare());
        client.expectChannelClose(1, 404, MISSING, QueueMethod.Declare.ID);
        client.send(1, new ChannelMethod.Open());
        client.expectConnectionClose(504, "CHANNEL_ERROR - second 'channel.open' seen", ChannelMethod.Open.ID);
    }

    @Test
    void closeThatCrossesOursIsAnswered() {
        // given a channel closed for an error
        client.openChannel(1);
        client.send(1, passiveDeclare());
        client.expectChannelClose(1, 404, MISSING, QueueMethod.Declare.ID);

        // when the client's own close was on its way already
        client.send(1, new ChannelMethod.Close(200, "", 0, 0));
        client.expect(1, ChannelMethod.CloseOk.class);
        client.send(1, new ChannelMethod.CloseOk());

        // then the number can be used again
        client.openChannel(1);
    }

    private static QueueMethod.Declare passiveDeclare() {
        return new QueueMethod.Declare("missing", true, false, false, false, false, FieldTable.EMPTY);
    }

    private static Message message() {
        return Message.of(Address.of("", "missing"), ContentHeader.of(BasicProperties.EMPTY), new byte[3], 0);
    }
}
