package dev.leveret.benchmarks.load;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Publishers of which each waits for the confirm of a message before it sends its next one. Each is a channel, and
 * publishes from within the confirm's callback, so that hundreds of them take few threads.
 */
final class OneByOne {

    private static final long STALL_SECONDS = 60;

    private final Broker broker;
    private final String queue;
    private final int publishers;
    private final int connections;
    private final long messages;
    private final int size;
    private final Findings findings = new Findings();
    private final AtomicLong confirmed = new AtomicLong();
    private final CountDownLatch done;

    OneByOne(Broker broker, Options options) {
        this.broker = broker;
        queue = Broker.queue(options.text("prefix", "deep"), 0);
        publishers = options.count("publishers", 200);
        connections = options.count("connections", 4);
        messages = options.number("each", 10_000_000);
        size = options.count("size", 100);
        done = new CountDownLatch(publishers);
    }

    String run() throws IOException, TimeoutException, InterruptedException {
        broker.declare(queue.substring(0, queue.lastIndexOf('.')), 1, Map.of());
        List<Connection> open = new ArrayList<>();
        long started = System.nanoTime();
        for (int number = 0; number < publishers; number++) {
            if (number < connections) {
                open.add(broker.connect("one-by-one-" + number));
            }
            start(open.get(number % connections).createChannel(), number);
        }
        awaitDone();
        double seconds = (System.nanoTime() - started) / 1e9;
        for (Connection connection : open) {
            connection.close();
        }
        return "published=%d confirmed=%d nacked=0 findings=%d seconds=%.1f"
                .formatted(messages, confirmed.get(), findings.count(), seconds);
    }

    private void start(Channel channel, int number) throws IOException {
        long share = messages / publishers + (number < messages % publishers ? 1 : 0);
        channel.confirmSelect();
        channel.addConfirmListener((tag, multiple) -> {
            confirmed.incrementAndGet();
            publish(channel, number, tag, share); // the channel's numbers are the sequence, from 1 instead of 0
        }, (tag, multiple) -> findings.add("publisher " + number + ": nack of " + tag));
        publish(channel, number, 0, share);
    }

    private void publish(Channel channel, int number, long sequence, long share) throws IOException {
        if (sequence >= share) {
            done.countDown();
            return;
        }
        channel.basicPublish("", queue, Broker.PERSISTENT, Numbered.body(number, sequence, size));
    }

    private void awaitDone() throws InterruptedException {
        long before = -1;
        while (!done.await(STALL_SECONDS, TimeUnit.SECONDS)) {
            long now = confirmed.get();
            if (now == before) {
                findings.add("no confirm for " + STALL_SECONDS + " s after " + now);
                return;
            }
            before = now;
        }
    }
}
