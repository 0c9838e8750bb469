package dev.leveret.interop.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.fixture.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is short of memory blocks publishers until consumers have made room. */
@LeveretOnly("starts a broker with little memory")
class MemoryAlarmTest {

    private static final int CHANNELS = 60;
    private static final int BODY_SIZE = 1_000_000;
    private static final long INTERVAL_MILLIS = 30;
    /** A broker that gets little processor time collects its garbage seldom, and only then knows that there is room. */
    private static final int COLLECTION_SECONDS = 40;

    @Test
    void publisherIsBlockedUntilThereIsRoomAgain(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data, "vm_memory_high_watermark.absolute=60000000",
                        "leveret.resource_check_interval=50");
                Client client = new Client(process.broker());
                ScheduledExecutorService publishing = Executors.newSingleThreadScheduledExecutor()) {
            // given: a publisher that fills the memory at a moderate pace
            String queue = client.sharedQueue();
            Channel channel = client.elsewhere();
            BlockingQueue<String> events = new LinkedBlockingQueue<>();
            channel.getConnection().addBlockedListener(events::add, () -> events.add("unblocked"));
            publishing.scheduleAtFixedRate(() -> publish(channel, queue), 0, INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            // when
            assertEquals("low on memory", Deadline.next(events, "connection.blocked"));
            publishing.shutdown();
            assertTrue(client.channel().queuePurge(queue).getMessageCount() > 0);
            // then
            assertEquals("unblocked", Deadline.next(events, "connection.unblocked", COLLECTION_SECONDS));
            assertTrue(channel.isOpen());
            client.publish("", queue, "goes on");
        }
    }

    @Test
    void publisherIsBlockedInTheMiddleOfItsBodies(@TempDir Path data) throws Exception {
        try (BrokerProcess process = BrokerProcess.start(data, "vm_memory_high_watermark.absolute=60000000",
                        "leveret.resource_check_interval=50");
                RawClient client = RawClient.connect(process.broker())) {
            // given: bodies begun on many channels
            client.open();
            for (int channel = 1; channel <= CHANNELS; channel++) {
                client.openChannel(channel).publish(channel, "", "nowhere").header(channel, 60, 16_000_000);
            }
            // when: none of them ends
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> sendUnfinishedBodies(client));
            // then
            assertEquals("low on memory", client.expect(AMQP.Connection.Blocked.class).getReason());
            assertFalse(sending.isDone(), "it could send on");
            process.kill();
            assertThrows(CompletionException.class, sending::join);
        }
    }

    private static void sendUnfinishedBodies(RawClient client) {
        byte[] part = new byte[100_000];
        try {
            for (int parts = 0; parts < 150; parts++) {
                for (int channel = 1; channel <= CHANNELS; channel++) {
                    client.body(channel, part);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void publish(Channel channel, String queue) {
        try {
            channel.basicPublish("", queue, null, new byte[BODY_SIZE]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
