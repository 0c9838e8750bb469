package dev.leveret.server.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.amqp.frame.FrameWriter;
import dev.leveret.amqp.message.Address;
import dev.leveret.amqp.message.ContentHeader;
import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.method.ConfirmMethod;
import dev.leveret.amqp.method.QueueMethod;
import dev.leveret.amqp.value.BasicProperties;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.server.RawClient;
import dev.leveret.server.TestBroker;
import dev.leveret.store.BrokerStore;
import dev.leveret.store.Recovered;
import dev.leveret.store.StoreException;
import dev.leveret.store.StoreSettings;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that is told to stop leaves nothing to be made good at its next start. */
class CleanStopTest {

    private static final int PUBLISHERS = 4;
    private static final int ENOUGH = 2_000;

    @Test
    void stopUnderFullPersistentLoadLeavesACleanStore(@TempDir Path data) throws Exception {
        // given publishers on two loops who go on until their sockets are closed, and never answer
        TestBroker broker = TestBroker.start(data,
                "leveret.loops", "2", "leveret.connections_per_loop", "1", "leveret.shutdown_timeout", "0");
        List<Thread> publishers = new ArrayList<>();
        try (ErrorLines errors = new ErrorLines();
                RawClient client = RawClient.opened(broker.port()).openChannel(1)) {
            declare(client, false);
            for (int i = 0; i < PUBLISHERS; i++) {
                RawClient publisher = RawClient.opened(broker.port()).openChannel(1);
                publishers.add(Thread.ofVirtual().start(() -> publishWithoutEnd(publisher)));
            }

            // when the broker stops in the middle of that
            while (declare(client, true) < ENOUGH) {
                client.roundTrip(1);
            }
            broker.close();

            // then nothing has failed, and the store is complete without its journal
            assertEquals(List.of(), errors.seen());
            Recovered recovered = recover(data);
            assertEquals(0, recovered.roundsSinceCheckpoint());
            assertTrue(recovered.queues().getFirst().lowest().pages().count() >= ENOUGH);
        }
        for (Thread publisher : publishers) {
            assertTrue(publisher.join(Duration.ofSeconds(10)), "a socket that is still open");
        }
    }

    private static long declare(RawClient client, boolean passive) {
        client.send(1, new QueueMethod.Declare("q", passive, true, false, false, false, FieldTable.EMPTY));
        return client.expect(1, QueueMethod.DeclareOk.class).messageCount();
    }

    private static void publishWithoutEnd(RawClient client) {
        Message message = Message.of(Address.of("", "q"),
                ContentHeader.of(BasicProperties.builder().deliveryMode(2).build()), new byte[1000], 0);
        try (client) {
            client.send(1, new ConfirmMethod.Select(true));
            while (true) {
                client.frames(out -> FrameWriter.publish(out, 1, false, false, message, 131072));
            }
        } catch (UncheckedIOException e) {
            // The broker has closed the socket, which is what this waits for.
        }
    }

    private static Recovered recover(Path data) throws StoreException {
        try (BrokerStore store = BrokerStore.open(data, StoreSettings.defaults(), (units, count, durable) -> {})) {
            return store.recovered();
        }
    }
}
