package dev.leveret.interop.kills;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.leveret.interop.fixture.BrokerProcess;
import dev.leveret.interop.fixture.Client;
import dev.leveret.interop.fixture.Deadline;
import dev.leveret.interop.fixture.LeveretOnly;
import dev.leveret.interop.kills.LoadMain.Role;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments, under load from clients in processes of their own, again and again on the same data.
 * {@code -Dkill.rounds=200} makes it longer, {@code -Dkill.seed=N} repeats the load and the lengths of the rounds, though not
 * what the operating system makes of it.
 */
@LeveretOnly("kills the broker")
class KillRoundsTest {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 25);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    /** One round in so many lasts until about the first checkpoint. */
    private static final int ROUNDS_TO_A_LONG_ONE = 15;
    private static final long CHECKPOINT_MILLIS = 5_000;
    /** What the clients tell in a round at most. */
    private static final int EVENTS_MAX = 5_000;
    private static final long WORK_NANOS_MAX = TimeUnit.SECONDS.toNanos(3);
    /** Far more than it takes; only a failing test waits that long. */
    private static final long DELIVERIES_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    private final Random random = new Random(SEED);
    private final Books books = new Books(Target.SHARED);
    private final List<String> clients = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path folder;

    private Path data;
    private LoadProcess publishers;
    private LoadProcess consumers;
    private int cutStarts;

    @Test
    @Timeout(value = 4, unit = TimeUnit.HOURS)
    void whatWasConfirmedOutlivesEveryKill() throws Exception {
        data = folder.resolve("data");
        System.out.println("kill.rounds=" + ROUNDS + " kill.seed=" + SEED + " all in " + folder);
        try (LoadProcess publishing = LoadProcess.start(Role.PUBLISHERS, random.nextLong(), books,
                        folder.resolve("publishers.log"));
                LoadProcess consuming = LoadProcess.start(Role.CONSUMERS, random.nextLong(), books,
                        folder.resolve("consumers.log"))) {
            publishers = publishing;
            consumers = consuming;
            clients.addAll(publishing.clients());
            clients.addAll(consuming.clients());
            declareAll();
            for (int round = 1; round <= ROUNDS; round++) {
                playRound(round);
            }
            finish(ROUNDS + 1);
            assertNothingIsLeft();
        }
        System.out.println(ROUNDS + " kills, and " + cutStarts + " of starts: " + books);
    }

    private void declareAll() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data); Client client = new Client(broker.broker())) {
            Target.declareAll(client.channel());
            broker.kill();
        }
    }

    /** The broker comes up, has to hand over what was confirmed before, works a while and is killed. */
    private void playRound(int round) throws Exception {
        if (random.nextInt(5) == 0) {
            killWhileItStarts();
        }
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            long started = System.nanoTime();
            begin(round, broker);
            // Now and then the next kill comes before the clients have seen all of what was there.
            if (random.nextInt(3) > 0) {
                awaitDeliveries(broker, round - 1);
            }
            work(round, started);
            broker.kill();
            Deadline.await("the clients' end of round " + round, () -> books.haveEnded(clients, round));
        }
        books.judgeInvented();
        books.judgeDoubtful();
        assertNoViolations();
        if (round % 25 == 0) {
            System.out.println("round " + round + ": " + books);
        }
    }

    /** Lets them work: as much as the seed says, not as long, since machines differ; a long round lasts until a checkpoint. */
    private void work(int round, long started) {
        if (round % ROUNDS_TO_A_LONG_ONE == 0) {
            pauseUntil(started + TimeUnit.MILLISECONDS.toNanos(CHECKPOINT_MILLIS - 100 + random.nextInt(400)));
            return;
        }
        long before = books.events();
        long wanted = random.nextInt(EVENTS_MAX);
        long end = System.nanoTime() + WORK_NANOS_MAX;
        while (books.events() - before < wanted && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void killWhileItStarts() throws InterruptedException {
        try (BrokerProcess broker = BrokerProcess.launch(List.of(), data)) {
            pauseUntil(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(100 + random.nextInt(700)));
            broker.kill();
            cutStarts++;
        }
    }

    private static void pauseUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void begin(int round, BrokerProcess broker) throws IOException {
        String order = "round " + round + " " + broker.broker().port();
        publishers.order(order);
        consumers.order(order);
    }

    /** Waits for all that was confirmed up to this round. */
    private void awaitDeliveries(BrokerProcess broker, int round) throws Exception {
        long end = System.nanoTime() + DELIVERIES_NANOS_MAX;
        while (!books.awaited(round).isEmpty()) {
            assertNoViolations();
            if (System.nanoTime() > end) {
                throw new AssertionError(tellDelay(broker, round));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** All that may help to say whether it is lost, or late, and why. */
    private String tellDelay(BrokerProcess broker, int round) throws Exception {
        List<String> awaited = books.awaited(round);
        broker.logThreads();
        return "confirmed up to round " + round + " and not delivered, with the seed " + SEED + ": " + awaited.size()
                + ", the first of them " + awaited.subList(0, Math.min(5, awaited.size())) + "\n" + books + "\n"
                + books.ends() + "\n" + broker.logText();
    }

    private void assertNoViolations() {
        List<String> violations = books.violations();
        assertEquals(List.of(), violations.subList(0, Math.min(10, violations.size())),
                () -> violations.size() + " with the seed " + SEED);
    }

    /** Without a kill: all publishers get their confirms, all queues run empty. */
    private void finish(int round) throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data)) {
            begin(round, broker);
            awaitDeliveries(broker, round - 1);
            publishers.order("finish");
            Deadline.await("the publishers' end", () -> books.haveEnded(publishers.clients(), round));
            awaitDeliveries(broker, round);
            consumers.order("finish");
            Deadline.await("the consumers' end", () -> books.haveEnded(consumers.clients(), round));
            books.judgeInvented();
            books.judgeAll();
            assertNoViolations();
            try (Client client = new Client(broker.broker())) {
                // The answer waits for a round that the last acknowledgements' round can not come after.
                client.channel().queueDeclare("last", true, false, false, Map.of());
                broker.kill();
            }
        }
    }

    private void assertNothingIsLeft() throws Exception {
        try (BrokerProcess broker = BrokerProcess.start(data); Client client = new Client(broker.broker())) {
            for (String queue : Target.allQueues()) {
                assertEquals(0, client.channel().messageCount(queue), queue);
            }
        }
    }
}
