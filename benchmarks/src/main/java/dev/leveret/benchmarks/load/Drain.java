package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Consumes what a {@link Fill} has published, acknowledges it, and compares: each publisher's messages to each queue
 * without a gap, in order, none twice, none left. Of a queue with priorities only the number is compared.
 */
final class Drain {

    private static final long STALL_MILLIS = 60_000;
    private static final long POLL_MILLIS = 20;

    private final Broker broker;
    private final String prefix;
    private final int queues;
    private final int publishers;
    private final int connections;
    private final int prefetch;
    private final long expected;
    private final long first;
    private final boolean ordered;
    private final Set<String> unconfirmed;
    private final Findings findings = new Findings();
    private final LongAdder received = new LongAdder();
    private final LongAdder extra = new LongAdder();
    private final long[][] next; // by queue and publisher; each queue belongs to the thread of its channel

    Drain(Broker broker, Options options) throws IOException {
        this.broker = broker;
        prefix = options.text("prefix", "deep");
        queues = options.count("queues", 1);
        publishers = options.count("publishers", 4);
        connections = Math.min(queues, options.count("connections", 4));
        prefetch = options.count("prefetch", 1000);
        expected = options.number("expected", 0);
        first = options.number("first", 0);
        ordered = options.count("priorities", 0) == 0;
        String file = options.text("unconfirmed", "");
        unconfirmed = file.isEmpty() ? Set.of() : Files.readAllLines(Path.of(file)).stream().collect(Collectors.toSet());
        next = new long[queues][publishers];
    }

    String run() throws IOException, TimeoutException, InterruptedException {
        for (long[] each : next) {
            Arrays.fill(each, first);
        }
        List<DrainChannel> channels = new ArrayList<>();
        List<Connection> open = new ArrayList<>();
        long started = System.nanoTime();
        for (int number = 0; number < connections; number++) {
            Connection connection = broker.connect("drain-" + number);
            open.add(connection);
            channels.add(subscribe(connection.createChannel(), number));
        }
        awaitExpected(open);
        double seconds = (System.nanoTime() - started) / 1e9;
        for (DrainChannel channel : channels) {
            channel.finish();
        }
        for (Connection connection : open) {
            if (connection.isOpen()) {
                connection.close();
            }
        }
        long left = broker.ready(prefix, queues);
        return "received=%d missing=%d unconfirmed=%d left=%d findings=%d seconds=%.1f".formatted(
                received.sum(), Math.max(0, expected - received.sum() + extra.sum()), extra.sum(), left, findings.count(), seconds);
    }

    private DrainChannel subscribe(Channel channel, int number) throws IOException {
        channel.basicQos(prefetch);
        DrainChannel drained = new DrainChannel(channel, Math.max(1, prefetch / 5));
        for (int queue = number; queue < queues; queue += connections) {
            int index = queue;
            channel.basicConsume(Broker.queue(prefix, queue), false,
                    (tag, delivery) -> {
                        check(index, delivery);
                        received.increment();
                        drained.delivered(delivery.getEnvelope().getDeliveryTag());
                    },
                    tag -> findings.add("the consumer of queue " + index + " was cancelled"));
        }
        return drained;
    }

    private void check(int queue, Delivery delivery) {
        Numbered message = Numbered.read(delivery.getBody());
        if (!ordered) {
            return;
        }
        long[] ofQueue = next[queue];
        long awaited = ofQueue[message.publisher()];
        if (message.sequence() < awaited) {
            findings.add("queue %d: %d of publisher %d again, or late: %d was awaited"
                    .formatted(queue, message.sequence(), message.publisher(), awaited));
            return;
        }
        for (long gap = awaited; gap < message.sequence(); gap++) {
            if (!unconfirmed.contains(message.publisher() + " " + gap)) {
                findings.add("queue %d: %d of publisher %d is missing".formatted(queue, gap, message.publisher()));
            }
        }
        if (!unconfirmed.isEmpty() && unconfirmed.contains(message.publisher() + " " + message.sequence())) {
            extra.increment();
        }
        ofQueue[message.publisher()] = message.sequence() + 1;
    }

    private void awaitExpected(List<Connection> open) throws InterruptedException, IOException, TimeoutException {
        long before = -1;
        long moved = System.nanoTime();
        while (received.sum() - extra.sum() < expected) {
            Thread.sleep(POLL_MILLIS);
            long now = received.sum();
            if (now != before) {
                before = now;
                moved = System.nanoTime();
            } else if (System.nanoTime() - moved > STALL_MILLIS * 1_000_000) {
                findings.add("nothing delivered for " + STALL_MILLIS + " ms, after " + now);
                return;
            }
            if (!open.stream().allMatch(Connection::isOpen)) {
                findings.add("lost a connection after " + now);
                return;
            }
        }
        // What is more than was expected comes within this time: it is in flight, or in the queues.
        Thread.sleep(500);
        if (received.sum() - extra.sum() != expected) {
            findings.add("more delivered than expected: " + received.sum());
        }
    }
}
