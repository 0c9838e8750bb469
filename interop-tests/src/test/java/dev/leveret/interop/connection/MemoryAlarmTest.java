package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is short of memory blocks publishers until consumers have made room. */
@LeveretOnly("starts a broker with little memory")
class MemoryAlarmTest {

    private static final int BODY_SIZE = 1_000_000;

    @Test
    void publisherIsBlockedUntilThereIsRoomAgain(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data, "vm_memory_high_watermark.absolute=60000000");
                Client client = new Client(process.broker())) {
            // given
            String queue = client.sharedQueue();
            Connection publisher = client.connect();
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            publisher.addBlockedListener(events::add, () -> events.add("unblocked"));
            AtomicBoolean enough = new AtomicBoolean();
            Thread publishing = Thread.ofPlatform().start(() -> publish(publisher, queue, enough));
            // when
            assertEquals("low on memory", Deadline.next(events, "connection.blocked"));
            enough.set(true);
            assertTrue(client.channel().queuePurge(queue).getMessageCount() > 0);
            // then
            assertEquals("unblocked", Deadline.next(events, "connection.unblocked"));
            publishing.join();
            client.publish("", queue, "goes on");
        }
    }

    private static void publish(Connection publisher, String queue, AtomicBoolean enough) {
        try {
            Channel channel = publisher.createChannel();
            while (!enough.get()) {
                channel.basicPublish("", queue, null, new byte[BODY_SIZE]);
            }
        } catch (IOException e) {
            throw new AssertionError("the publisher was to be blocked, not disconnected", e);
        }
    }
}
