package dev.leveret.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;

/**
 * Publishes numbered messages to durable queues, with many confirms on their way. Each publisher goes round its queues:
 * one message to each, then the next one to each. A single queue is shared by all publishers.
 */
final class Fill {

    private static final long STUCK_NANOS = 90_000_000_000L;

    private final Options options;
    private final Broker broker;
    private final Findings findings = new Findings();
    private final long deadline;

    Fill(Broker broker, Options options) {
        this.broker = broker;
        this.options = options;
        deadline = System.nanoTime() + options.number("seconds", 1_000_000) * 1_000_000_000;
    }

    /**
     * Runs until all is sent, or the time is up, or the standard input ends; and until what was sent is confirmed.
     *
     * @return the result line
     */
    String run() throws IOException, TimeoutException, InterruptedException {
        String prefix = options.text("prefix", "deep");
        int queues = options.count("queues", 1);
        int publishers = options.count("publishers", 4);
        long each = options.number("each", Long.MAX_VALUE);
        broker.declare(prefix, queues, arguments());
        if (options.number("delay", 0) > 0) {
            broker.declareDelaying(prefix, queues);
        }
        List<FillPublisher> all = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long started = System.nanoTime();
        for (int number = 0; number < publishers; number++) {
            List<String> own = new ArrayList<>();
            for (int queue = 0; queue < queues; queue++) {
                if (queues == 1 || queue % publishers == number) {
                    own.add(Broker.queue(prefix, queue));
                }
            }
            long rounds = queues > 1 || each == Long.MAX_VALUE ? each : share(each, publishers, number);
            FillPublisher publisher = new FillPublisher(broker, options, number, own, rounds, deadline, findings);
            all.add(publisher);
            threads.add(Thread.ofPlatform().daemon().name("publisher-" + number).start(publisher));
        }
        for (Thread thread : threads) {
            join(thread);
        }
        double seconds = (System.nanoTime() - started) / 1e9;
        long published = all.stream().mapToLong(FillPublisher::published).sum();
        long unconfirmed = all.stream().mapToLong(FillPublisher::unconfirmed).sum();
        long nacked = all.stream().mapToLong(FillPublisher::nacked).sum();
        note(all);
        return "published=%d confirmed=%d nacked=%d findings=%d seconds=%.1f"
                .formatted(published, published - unconfirmed, nacked, findings.count(), seconds);
    }

    /** Waits for a publisher, but not for one whose socket is not read any more although its time is up. */
    private void join(Thread thread) throws InterruptedException {
        while (thread.isAlive() && System.nanoTime() < deadline + STUCK_NANOS) {
            thread.join(200);
        }
        if (thread.isAlive()) {
            findings.add(thread.getName() + " is stuck: the broker does not read");
        }
    }

    private static long share(long all, int publishers, int number) {
        return all / publishers + (number < all % publishers ? 1 : 0);
    }

    private Map<String, Object> arguments() {
        int priorities = options.count("priorities", 0);
        if (options.count("groups", 0) > 0) {
            return Map.of("x-message-group-header", FillProperties.GROUP);
        }
        return priorities > 0 ? Map.of("x-max-priority", priorities) : Map.of();
    }

    /** For a single queue: writes down what was not confirmed, as lines of publisher and sequence. */
    private void note(List<FillPublisher> all) throws IOException {
        String file = options.text("unconfirmed", "");
        if (!file.isEmpty()) {
            Files.write(Path.of(file), all.stream().flatMap(FillPublisher::unconfirmedLines).toList());
        }
    }
}
