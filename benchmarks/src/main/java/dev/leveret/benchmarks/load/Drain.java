package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * Consumes what a {@link Fill} has published, acknowledges it, and compares: each publisher's messages to each queue
 * without a gap, in order, none twice, none left; of a queue with priorities so for each priority, the highest first.
 */
final class Drain {

    private static final long STALL_MILLIS = 60_000;
    private static final long POLL_MILLIS = 20;

    private final Broker broker;
    private final String prefix;
    private final int queues;
    private final int connections;
    private final int prefetch;
    private final long expected;
    private final Findings findings = new Findings();
    private final LongAdder received = new LongAdder();
    private final LongAdder extra = new LongAdder();
    private final Sequences[] sequences; // by queue; each belongs to the thread of its channel

    Drain(Broker broker, Options options) throws IOException {
        this.broker = broker;
        prefix = options.text("prefix", "deep");
        queues = options.count("queues", 1);
        connections = Math.min(queues, options.count("connections", 4));
        prefetch = options.count("prefetch", 1000);
        expected = options.number("expected", 0);
        String file = options.text("unconfirmed", "");
        Set<String> unconfirmed = file.isEmpty() ? Set.of() : Set.copyOf(Files.readAllLines(Path.of(file)));
        sequences = new Sequences[queues];
        for (int queue = 0; queue < queues; queue++) {
            sequences[queue] = new Sequences(Broker.queue(prefix, queue), options, unconfirmed, extra, findings);
        }
    }

    String run() throws IOException, TimeoutException, InterruptedException {
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
                        sequences[index].arrived(delivery);
                        received.increment();
                        drained.delivered(delivery.getEnvelope().getDeliveryTag());
                    },
                    tag -> findings.add("the consumer of queue " + index + " was cancelled"));
        }
        return drained;
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
