package dev.leveret.server.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.BasicMethod;
import dev.leveret.amqp.method.ConnectionMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.server.alarm.Resource;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** connection.blocked and unblocked. */
class BlockedPublishersTest {

    private TestBroker broker;
    private RawClient client;

    @BeforeEach
    void start(@TempDir Path data) {
        broker = TestBroker.start(data);
        client = RawClient.opened(broker.port()).openChannel(1);
    }

    @AfterEach
    void stop() {
        client.close();
        broker.close();
    }

    @Test
    void publisherIsToldWhyByItsFirstPublishAndThatItIsOver() {
        // given two alarms
        broker.alarms().set(Resource.MEMORY, true);
        broker.alarms().set(Resource.DISK, true);

        // when a client publishes
        publish(client);

        // then it is told
        assertEquals(
                new ConnectionMethod.Blocked("low on memory & disk"), client.expect(0, ConnectionMethod.Blocked.class));

        // and told again when both are over, not before
        broker.alarms().set(Resource.DISK, false);
        broker.alarms().set(Resource.MEMORY, false);
        client.expect(0, ConnectionMethod.Unblocked.class);
    }

    @Test
    void blockedPublisherIsNotRead() {
        // given a blocked publisher
        broker.alarms().set(Resource.DISK, true);
        publish(client);
        assertEquals(new ConnectionMethod.Blocked("low on disk"), client.expect(0, ConnectionMethod.Blocked.class));

        // when it asks for something
        client.send(1, new BasicMethod.Qos(0, 1, false));
        broker.alarms().set(Resource.DISK, false);

        // then it gets its answer once it is unblocked
        client.expect(0, ConnectionMethod.Unblocked.class);
        client.expect(1, BasicMethod.QosOk.class);
    }

    @Test
    void connectionThatDoesNotPublishGoesOn() {
        broker.alarms().set(Resource.MEMORY, true);
        client.roundTrip(1);
    }

    @Test
    void clientThatCannotTakeItIsHeldBackWithoutAWord() {
        try (RawClient plain = RawClient.greeted(broker.port())) {
            // given a client without the capability
            plain.send(0, RawClient.startOk(FieldTable.EMPTY, "PLAIN", "\0guest\0guest"));
            plain.expect(0, ConnectionMethod.Tune.class);
            plain.send(0, new ConnectionMethod.TuneOk(2047, 131072, 0));
            plain.send(0, new ConnectionMethod.Open("/"));
            plain.expect(0, ConnectionMethod.OpenOk.class);
            plain.openChannel(1);

            // when it publishes under an alarm that is over soon
            broker.alarms().set(Resource.MEMORY, true);
            publish(plain);
            plain.send(1, new BasicMethod.Qos(0, 1, false));
            broker.alarms().set(Resource.MEMORY, false);

            // then the next that it hears is its answer
            plain.expect(1, BasicMethod.QosOk.class);
        }
    }

    @Test
    void stoppingBrokerStillHearsABlockedPublisher() {
        // given a blocked publisher
        broker.alarms().set(Resource.MEMORY, true);
        publish(client);
        client.expect(0, ConnectionMethod.Blocked.class);

        // when the broker is stopped
        Thread.ofVirtual().start(broker::close);

        // then the close is answered and heard
        client.expect(0, ConnectionMethod.Close.class);
        client.send(0, new ConnectionMethod.CloseOk());
        client.expectEnd();
    }

    @Test
    void publisherIsBlockedInTheMiddleOfABody() {
        // given a publisher that has sent the first half of a body
        Message message = Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[8], 0);
        client.frames(out -> {
            FrameWriter.publish(out, 1, false, false, message, 12); // body frames of four bytes
            out.writerIndex(out.writerIndex() - 12);
        });
        client.openChannel(2); // it has been read

        // when an alarm is raised and another body begins
        broker.alarms().set(Resource.MEMORY, true);
        client.frames(out -> FrameWriter.body(out, 1, new byte[2], 0, 2));

        // then it is told
        client.expect(0, ConnectionMethod.Blocked.class);
        broker.alarms().set(Resource.MEMORY, false);
        client.expect(0, ConnectionMethod.Unblocked.class);
    }

    @Test
    void blockedPublisherThatHoldsUnfinishedBodiesIsClosedAfterAWhile() {
        // given a publisher that is blocked when half of a big body has come
        Message message = Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[4_000_000], 0);
        client.frames(out -> {
            FrameWriter.publish(out, 1, false, false, message, 100_008);
            out.writerIndex(out.writerIndex() - 20 * 100_008);
        });
        client.openChannel(2); // it has been read
        broker.alarms().set(Resource.MEMORY, true);
        client.frames(out -> FrameWriter.body(out, 1, new byte[2], 0, 2));
        client.expect(0, ConnectionMethod.Blocked.class);

        // when the alarm does not end
        broker.timers().advance(30_000);

        // then its memory is had back
        client.expectConnectionClose(
                320, "CONNECTION_FORCED - low on memory, and unfinished messages of this connection hold some of it", 0);
    }

    @Test
    void blockedPublisherThatHoldsLittleStays() {
        broker.alarms().set(Resource.MEMORY, true);
        publish(client);
        client.expect(0, ConnectionMethod.Blocked.class);
        broker.timers().advance(45_000);
        broker.alarms().set(Resource.MEMORY, false);
        client.expect(0, ConnectionMethod.Unblocked.class);
    }

    private static void publish(RawClient client) {
        Message message = Message.of(Address.of("", "q"), ContentHeader.of(BasicProperties.EMPTY), new byte[3], 0);
        client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
    }
}
