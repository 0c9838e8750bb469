package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * One publisher with confirms and one consumer with acknowledgements on one queue that stays short: so many messages as fast as both
 * go, or so many a second until the standard input ends. Says the times from publish to delivery, and the longest time between two deliveries.
 */
final class Flow {

    private static final int BEHIND_MAX = 500;
    private static final long STALL_MILLIS = 60_000;

    private final Broker broker;
    private final Options options;
    private final long rate;
    private final Findings findings = new Findings();
    private final AtomicLong received = new AtomicLong();
    private final Latencies latencies = new Latencies();
    private final Hiccups hiccups = new Hiccups();
    private volatile long gapNanos;
    private volatile long gapAt;
    private long deliveredAt; // of the consumer's thread, as is what follows
    private long next;

    Flow(Broker broker, Options options) {
        this.broker = broker;
        this.options = options;
        rate = options.number("rate", 0);
    }

    String run() throws IOException, TimeoutException, InterruptedException {
        String prefix = options.text("prefix", "flow");
        broker.declare(prefix, 1, Map.of());
        OpenConfirms open = new OpenConfirms(options.count("window", 2000));
        hiccups.watch();
        long started = System.nanoTime();
        try (Connection connection = broker.connect("flow")) {
            Channel consuming = connection.createChannel();
            consume(consuming, Broker.queue(prefix, 0));
            Channel publishing = connection.createChannel();
            publishing.confirmSelect();
            publishing.addConfirmListener(
                    (tag, multiple) -> open.settle(tag, multiple, true), (tag, multiple) -> open.settle(tag, multiple, false));
            long sent = publish(publishing, Broker.queue(prefix, 0), open);
            if (!open.awaitAll(STALL_MILLIS) || !awaitReceived(sent)) {
                findings.add("%d sent, %d received".formatted(sent, received.get()));
            }
            return "received=%d nacked=%d findings=%d seconds=%.1f gap_ms=%.1f gap_at=%d hiccup_ms=%.1f p50_us=%.0f p99_us=%.0f max_us=%.0f"
                    .formatted(received.get(), open.nacked(), findings.count(), (System.nanoTime() - started) / 1e9,
                            gapNanos / 1e6, gapAt, hiccups.longestMillis(),
                            latencies.micros(0.5), latencies.micros(0.99), latencies.micros(1));
        }
    }

    private void consume(Channel channel, String queue) throws IOException {
        int prefetch = options.count("prefetch", 1000);
        channel.basicQos(prefetch);
        DrainChannel acks = new DrainChannel(channel, rate > 0 ? 1 : prefetch / 5);
        channel.basicConsume(queue, false, (tag, delivery) -> {
            long now = System.nanoTime();
            Numbered message = Numbered.read(delivery.getBody());
            if (message.sequence() != next) {
                findings.add("%d came, %d was awaited".formatted(message.sequence(), next));
            }
            next = message.sequence() + 1;
            latencies.add(now - message.nanos());
            if (deliveredAt != 0 && now - deliveredAt > gapNanos) {
                gapNanos = now - deliveredAt;
                gapAt = System.currentTimeMillis();
            }
            deliveredAt = now;
            acks.delivered(delivery.getEnvelope().getDeliveryTag());
            received.incrementAndGet();
        }, tag -> findings.add("the consumer was cancelled"));
    }

    /** How many were sent. */
    private long publish(Channel channel, String queue, OpenConfirms open) throws IOException, InterruptedException {
        long messages = options.number("messages", Long.MAX_VALUE);
        int size = options.count("size", 100);
        long started = System.nanoTime();
        long sent = 0;
        while (sent < messages && !StandardInput.ended()) {
            if (rate > 0) {
                long due = started + sent * 1_000_000_000 / rate;
                LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
            }
            while (sent - received.get() > BEHIND_MAX) {
                LockSupport.parkNanos(50_000);
            }
            if (open.take(STALL_MILLIS) < 0) {
                findings.add("no confirm for " + STALL_MILLIS + " ms");
                return sent;
            }
            channel.basicPublish("", queue, Broker.PERSISTENT, Numbered.body(0, sent, size));
            sent++;
        }
        return sent;
    }

    private boolean awaitReceived(long sent) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(STALL_MILLIS);
        while (received.get() < sent && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        return received.get() == sent;
    }
}
