package dev.leveret.interop.durability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MessageProperties;
import dev.leveret.interop.durability.RestartableBroker.End;
import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is made of a broker that is at work, and a broker that is started on it has all that was confirmed before. */
@LeveretOnly("uses the broker's own commands")
class BackupTest {

    @Test
    void nothingConfirmedBeforeIsMissingInABackupMadeUnderLoad(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data");
        Path target = folder.resolve("backup");
        AtomicInteger confirmed = new AtomicInteger();
        AtomicBoolean enough = new AtomicBoolean();
        int before;
        try (RestartableBroker broker = new RestartableBroker(data)) {
            // given a publisher that goes on and on
            broker.client().channel().queueDeclare("durable", true, false, false, Map.of());
            Client publishing = broker.client();
            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> publish(publishing, confirmed, enough));
            Deadline.await("1,000 confirms", () -> confirmed.get() >= 1000);

            // when a backup is made
            before = confirmed.get();
            BrokerProcess.run("backup", target.toString(), "--data", data.toString());
            int after = confirmed.get();

            // then publishing has gone on, and goes on
            assertTrue(after > before, "confirmed " + after);
            Deadline.await("more confirms", () -> confirmed.get() > after);
            enough.set(true);
            load.join();
            broker.restart(End.KILLED);
            assertTrue(broker.client().ready("durable") >= confirmed.get());
        }
        // and the backup is whole and has all from before, in order, each once
        String report = BrokerProcess.run("check", target.toString());
        assertTrue(report.contains("everything was read and is whole"), report);
        try (RestartableBroker restored = new RestartableBroker(target)) {
            List<String> found = restored.client().drain("durable");
            assertTrue(found.size() >= before, () -> found.size() + " messages");
            assertEquals(IntStream.range(0, found.size()).mapToObj(i -> "m" + i).toList(), found);
        }
    }

    private static void publish(Client client, AtomicInteger confirmed, AtomicBoolean enough) {
        try {
            Channel channel = client.elsewhere();
            channel.confirmSelect();
            for (int count = 10; !enough.get(); count += 10) {
                for (int i = count - 10; i < count; i++) {
                    channel.basicPublish("", "durable", MessageProperties.PERSISTENT_BASIC, Client.bytes("m" + i));
                }
                channel.waitForConfirmsOrDie(10_000);
                confirmed.set(count);
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
