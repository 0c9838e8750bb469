package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.benchmarks.load.Broker;
import dev.leveret.benchmarks.load.Latencies;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** All clients of a run. */
final class Soak {

    private static final int PROBES_PER_SECOND = 100;
    private static final double FILLED_SHARE = 0.7; // of the deep queue's cycle
    private static final long EMPTY_MILLIS_MAX = 600_000;

    private final Broker broker;
    private final Totals totals;
    private final long cycleNanos;
    private final long started = System.nanoTime();
    private final List<Target> targets = new ArrayList<>();
    private final List<Thread> publishers = new ArrayList<>();
    private final List<Thread> consumers = new ArrayList<>();
    private volatile boolean published;
    private volatile boolean consumed;

    Soak(Broker broker, Totals totals, long cycleSeconds) {
        this.broker = broker;
        this.totals = totals;
        cycleNanos = cycleSeconds * 1_000_000_000;
    }

    /** Starts all clients. Shares are of the messages published. */
    void start(int rate) {
        flow(Target.of(true, totals, "soak.small"), new Sizes(50, 500), rate * 0.35, () -> true, null, null);
        flow(Target.of(true, totals, "soak.large"), new Sizes(16_384, 262_144), rate * 0.005, () -> true, null, null);
        flow(Target.of(false, totals, "soak.transient"), new Sizes(50, 2000), rate * 0.25, () -> true, null, null);
        flow(Target.of(true, totals, "soak.fanout.a", "soak.fanout.b"), new Sizes(50, 1000), rate * 0.1, () -> true, null, null);
        flow(Target.of(true, totals, "soak.deep"), new Sizes(100, 800), rate * 0.2, this::isDeepDrained, null, null);
        flow(Target.of(true, totals, "soak.probe"), new Sizes(100, 100), PROBES_PER_SECOND, () -> true,
                totals.toDelivery(), totals.toConfirm());
        List<Target> committed = List.of(Target.of(true, totals, "soak.tx.a"), Target.of(true, totals, "soak.tx.b"));
        publisher("tx", new TransactionPublisher(committed, new Sizes(50, 1000), rate * 0.05, () -> published, totals));
        committed.forEach(target -> consume(target, () -> true, null));
        publisher("purger", new Purger(new Sizes(50, 1000), rate * 0.05, () -> published, totals));
    }

    private void flow(Target target, Sizes sizes, double perSecond, BooleanSupplier wanted, Latencies toDelivery, Latencies toConfirm) {
        publisher(target.queues().getFirst(),
                new ConfirmPublisher(target, sizes, perSecond, () -> published, totals, toConfirm));
        consume(target, wanted, toDelivery);
    }

    private void consume(Target target, BooleanSupplier wanted, Latencies latencies) {
        targets.add(target);
        for (int index = 0; index < target.queues().size(); index++) {
            String name = "consumer of " + target.queues().get(index);
            Session session = new Consumer(target, index, wanted, () -> consumed, totals, latencies);
            consumers.add(Thread.ofPlatform().name(name).start(
                    new Reconnecting(broker, name, session, () -> consumed, totals)));
        }
    }

    private void publisher(String name, Session session) {
        publishers.add(Thread.ofPlatform().name("publisher of " + name).start(
                new Reconnecting(broker, name, session, () -> published, totals)));
    }

    /** Whether the deep queue has its consumer now. */
    private boolean isDeepDrained() {
        return published || (System.nanoTime() - started) % cycleNanos > FILLED_SHARE * cycleNanos;
    }

    /** Ends the publishers, waits until all queues are empty, ends the consumers, and closes the books. */
    void finish() throws IOException, TimeoutException, InterruptedException {
        published = true;
        for (Thread thread : publishers) {
            thread.join();
        }
        if (!awaitEmpty()) {
            totals.findings().add("the queues are not empty after " + EMPTY_MILLIS_MAX + " ms");
        }
        Thread.sleep(2000); // what was put back or is unacknowledged comes to its end
        consumed = true;
        for (Thread thread : consumers) {
            thread.join();
        }
        targets.forEach(target -> target.tracks().forEach(Track::finish));
    }

    private boolean awaitEmpty() throws IOException, TimeoutException, InterruptedException {
        long deadline = System.nanoTime() + EMPTY_MILLIS_MAX * 1_000_000;
        try (Connection connection = broker.connect("count"); Channel channel = connection.createChannel()) {
            while (System.nanoTime() < deadline) {
                long ready = 0;
                for (Target target : targets) {
                    for (String queue : target.queues()) {
                        ready += channel.messageCount(queue);
                    }
                }
                if (ready == 0) {
                    return true;
                }
                Thread.sleep(200);
            }
        }
        return false;
    }

    /** Deliveries of what had been delivered before. */
    long repeated() {
        return targets.stream().flatMap(target -> target.tracks().stream()).mapToLong(Track::repeated).sum();
    }
}
