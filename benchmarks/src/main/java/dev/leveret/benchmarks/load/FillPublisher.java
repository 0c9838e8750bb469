package dev.leveret.benchmarks.load;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One of the publishers of a {@link Fill}, with a connection of its own. */
final class FillPublisher implements Runnable {

    private static final long STALL_MILLIS = 60_000;

    private final Broker broker;
    private final int number;
    private final List<String> queues;
    private final long rounds;
    private final Findings findings;
    private final int size;
    private final long deadline;
    private final int nacksMax;
    private final FillProperties properties;
    private final String exchange;
    private final OpenConfirms open;

    FillPublisher(Broker broker, Options options, int number, List<String> queues, long rounds, long deadline,
            Findings findings) {
        this.broker = broker;
        this.number = number;
        this.queues = queues;
        this.rounds = rounds;
        this.findings = findings;
        size = options.count("size", 100);
        this.deadline = deadline;
        nacksMax = options.count("nacks", 0);
        properties = new FillProperties(options);
        exchange = options.number("delay", 0) > 0 ? Broker.delaying(options.text("prefix", "deep")) : "";
        open = new OpenConfirms(options.count("window", 2000));
    }

    @Override
    public void run() {
        try (Connection connection = broker.connect("fill-" + number)) {
            Channel channel = connection.createChannel();
            connection.addShutdownListener(cause -> open.abandon());
            channel.confirmSelect();
            channel.addConfirmListener(
                    (tag, multiple) -> open.settle(tag, multiple, true),
                    (tag, multiple) -> open.settle(tag, multiple, false));
            publish(channel);
            if (!open.awaitAll(STALL_MILLIS)) {
                findings.add("publisher " + number + ": waits for confirms in vain");
            }
        } catch (ShutdownSignalException | IOException | TimeoutException e) {
            findings.add("publisher " + number + " lost its connection: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (nacked() > nacksMax) {
            findings.add("publisher " + number + ": " + nacked() + " nacks");
        }
    }

    private void publish(Channel channel) throws IOException, InterruptedException {
        for (long sequence = 0; sequence < rounds; sequence++) {
            AMQP.BasicProperties sent = properties.of(sequence);
            for (String queue : queues) {
                if (System.nanoTime() > deadline || StandardInput.ended() || isRefused()) {
                    return;
                }
                if (open.take(STALL_MILLIS) < 0) {
                    findings.add("publisher " + number + ": no room in the window");
                    return;
                }
                channel.basicPublish(exchange, queue, sent, Numbered.body(number, sequence, size));
            }
        }
    }

    /** Whether so many were refused that the broker has said enough. */
    private boolean isRefused() {
        return nacked() > nacksMax / 2;
    }

    long published() {
        return open.taken();
    }

    int nacked() {
        return open.nacked();
    }

    long unconfirmed() {
        return open.unconfirmed().cardinality();
    }

    /** With one queue a channel's numbers are the sequence, from 1 instead of 0. */
    Stream<String> unconfirmedLines() {
        return open.unconfirmed().stream().mapToObj(one -> number + " " + (one - 1));
    }
}
