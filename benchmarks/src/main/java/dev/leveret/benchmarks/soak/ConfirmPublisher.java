package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.benchmarks.load.Broker;
import dev.leveret.benchmarks.load.Latencies;
import dev.leveret.benchmarks.load.Numbered;
import java.io.IOException;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/** Publishes with confirms at a steady rate, with a limited number of them on their way. */
final class ConfirmPublisher implements Session {

    private static final int OPEN_MAX = 1000;
    private static final long CONFIRM_MILLIS_MAX = 30_000;

    /** A message that waits for its confirm. */
    private record Sent(long number, long nanos) {}

    private final Target target;
    private final Sizes sizes;
    private final Pace pace;
    private final BooleanSupplier stopped;
    private final Totals totals;
    private final Latencies latencies; // null: not of interest
    private TreeMap<Long, Sent> open = new TreeMap<>(); // by the channel's number; one map a session

    ConfirmPublisher(Target target, Sizes sizes, double perSecond, BooleanSupplier stopped, Totals totals, Latencies latencies) {
        this.target = target;
        this.sizes = sizes;
        pace = new Pace(perSecond);
        this.stopped = stopped;
        this.totals = totals;
        this.latencies = latencies;
    }

    @Override
    public void work(Connection connection) throws IOException, InterruptedException {
        Channel channel = connection.createChannel();
        target.declare(channel);
        TreeMap<Long, Sent> ofSession = open;
        channel.addConfirmListener(
                (tag, multiple) -> settled(ofSession, tag, multiple, true),
                (tag, multiple) -> settled(ofSession, tag, multiple, false));
        channel.confirmSelect();
        AMQP.BasicProperties properties = target.durable() ? Broker.PERSISTENT : Broker.TRANSIENT;
        while (!stopped.getAsBoolean()) {
            pace.await();
            awaitOpenBelow(ofSession, OPEN_MAX, connection);
            long number;
            synchronized (ofSession) {
                number = target.send();
                ofSession.put(channel.getNextPublishSeqNo(), new Sent(number, System.nanoTime()));
            }
            totals.published().increment();
            channel.basicPublish(target.exchange(), target.routingKey(), properties, Numbered.body(0, number, sizes.next()));
        }
        awaitOpenBelow(ofSession, 1, connection);
    }

    private void awaitOpenBelow(TreeMap<Long, Sent> ofSession, int size, Connection connection) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + CONFIRM_MILLIS_MAX * 1_000_000;
        synchronized (ofSession) {
            while (ofSession.size() >= size) {
                if (!connection.isOpen()) {
                    throw new IOException("the connection was lost");
                }
                if (System.nanoTime() > deadline) {
                    totals.findings().add(target.queues().getFirst() + ": no confirm for " + CONFIRM_MILLIS_MAX + " ms");
                    throw new IOException("no confirm");
                }
                ofSession.wait(100);
            }
        }
    }

    private void settled(TreeMap<Long, Sent> ofSession, long tag, boolean multiple, boolean ack) {
        long now = System.nanoTime();
        synchronized (ofSession) {
            var settled = multiple ? ofSession.headMap(tag, true) : ofSession.subMap(tag, true, tag, true);
            for (Sent sent : settled.values()) {
                for (Track track : target.tracks()) {
                    if (ack) {
                        track.confirmed(sent.number());
                    } else {
                        track.uncertain(sent.number());
                    }
                }
                if (latencies != null) {
                    latencies.add(now - sent.nanos());
                }
            }
            totals.confirmed().add(ack ? settled.size() : 0);
            if (!ack) {
                totals.findings().add(target.queues().getFirst() + ": nack");
            }
            settled.clear();
            ofSession.notifyAll();
        }
    }

    @Override
    public void ended() {
        synchronized (open) {
            for (Track track : target.tracks()) {
                open.values().forEach(sent -> track.uncertain(sent.number()));
                if (!target.durable()) {
                    track.forgive();
                }
            }
            open.clear(); // a confirm that comes late finds nothing
        }
        open = new TreeMap<>();
    }
}
