package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.Envelope;
import dev.leveret.benchmarks.load.Latencies;
import dev.leveret.benchmarks.load.Numbered;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;

/** The only consumer of a queue: acknowledges a few at a time, puts one now and then back, and is there only while it may. */
final class Consumer implements Session {

    private static final int PREFETCH = 200;
    private static final int ACK_EVERY = 10;
    private static final int REQUEUED_ONE_IN = 500;
    private static final long IDLE_MILLIS = 200;

    private final Target target;
    private final int index;
    private final BooleanSupplier wanted;
    private final BooleanSupplier stopped;
    private final Totals totals;
    private final Latencies latencies; // null: not of interest
    private Channel channel; // guarded by this, as is what follows; null between two sessions
    private long seen;
    private long settled;

    Consumer(Target target, int index, BooleanSupplier wanted, BooleanSupplier stopped, Totals totals, Latencies latencies) {
        this.target = target;
        this.index = index;
        this.wanted = wanted;
        this.stopped = stopped;
        this.totals = totals;
        this.latencies = latencies;
    }

    @Override
    public void work(Connection connection) throws IOException, InterruptedException {
        Channel own = connection.createChannel();
        target.declare(own);
        while (!wanted.getAsBoolean() && !stopped.getAsBoolean()) {
            Thread.sleep(IDLE_MILLIS);
        }
        synchronized (this) {
            channel = own;
            seen = 0;
            settled = 0;
        }
        own.basicQos(PREFETCH);
        own.basicConsume(target.queues().get(index), false, (tag, delivery) -> take(own, delivery), tag -> {});
        while (!stopped.getAsBoolean() && wanted.getAsBoolean() && own.isOpen()) {
            Thread.sleep(IDLE_MILLIS);
            settle(own);
        }
    }

    private synchronized void take(Channel from, Delivery delivery) throws IOException {
        if (from != channel) {
            return; // of a session that has ended: it will come again
        }
        Envelope envelope = delivery.getEnvelope();
        Numbered message = Numbered.read(delivery.getBody());
        totals.delivered().increment();
        target.tracks().get(index).arrived(message.sequence(), envelope.isRedeliver());
        seen = envelope.getDeliveryTag();
        if (latencies != null && !envelope.isRedeliver()) {
            latencies.add(System.nanoTime() - message.nanos());
        } else if (latencies == null && !envelope.isRedeliver() && ThreadLocalRandom.current().nextInt(REQUEUED_ONE_IN) == 0) {
            settle(from, seen - 1);
            from.basicNack(seen, false, true);
            settled = seen;
        }
        if (seen - settled >= ACK_EVERY || latencies != null) {
            settle(from, seen);
        }
    }

    private synchronized void settle(Channel from) throws IOException {
        if (from == channel) {
            settle(from, seen);
        }
    }

    private void settle(Channel from, long upTo) throws IOException {
        if (upTo > settled) {
            from.basicAck(upTo, true);
            settled = upTo;
        }
    }

    @Override
    public synchronized void ended() {
        channel = null;
    }
}
