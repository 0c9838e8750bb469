package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is short of disk stops reading from publishers and says so to those that can take it. */
@LeveretOnly("starts a broker that asks for more free disk than there is")
class ConnectionBlockedTest {

    private static BrokerProcess process;

    @BeforeAll
    static void startABrokerThatIsShortOfDisk(@TempDir Path data) {
        process = BrokerProcess.start(data, "disk_free_limit.absolute=1000000000000000");
    }

    @AfterAll
    static void stopIt() {
        process.close();
    }

    @Test
    void publisherIsToldThatItIsBlockedAndWhy() throws Exception {
        try (Client client = new Client(process.broker())) {
            // given
            Connection publisher = client.connect();
            BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
            publisher.addBlockedListener(reasons::add, () -> reasons.add("unblocked"));
            Channel channel = publisher.createChannel();
            // when
            channel.basicPublish("", "nowhere", null, new byte[1]);
            // then
            assertEquals("low on disk", Deadline.next(reasons, "connection.blocked"));
        }
    }

    @Test
    void clientThatDoesNotPublishIsNotBlocked() throws Exception {
        try (Client client = new Client(process.broker())) {
            // given
            Connection other = client.connect();
            BlockingQueue<String> reasons = new LinkedBlockingQueue<>();
            other.addBlockedListener(reasons::add, () -> reasons.add("unblocked"));
            // when
            Channel channel = other.createChannel();
            String queue = channel.queueDeclare().getQueue();
            assertNull(channel.basicGet(queue, true));
            other.close();
            // then
            assertEquals(0, reasons.size());
        }
    }

    @Test
    void clientWithoutTheCapabilityIsNotToldButNotReadEither() throws Exception {
        try (RawClient raw = RawClient.connect(process.broker()); Client client = new Client(process.broker())) {
            // given
            raw.start();
            raw.send(0, RawClient.startOk("PLAIN", "\0guest\0guest", false)).expect(AMQP.Connection.Tune.class);
            raw.open(RawClient.tuneOk(2047, 131072, 1)).openChannel(1);
            String queue = client.sharedQueue();
            // when
            raw.publish(1, "", queue).header(1, 60, 0);
            assertEquals(RawClient.HEARTBEAT, raw.readAny().type());
            raw.send(1, new AMQP.Queue.Declare.Builder().queue(queue).passive(true).build());
            // then: heartbeats come, longer than a silent client would be given, and no other frame
            for (int received = 0; received < 6; received++) {
                assertEquals(RawClient.HEARTBEAT, raw.readAny().type());
            }
        }
    }
}
