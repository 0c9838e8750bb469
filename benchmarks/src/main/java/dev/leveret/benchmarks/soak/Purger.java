package dev.leveret.benchmarks.soak;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.leveret.benchmarks.load.Broker;
import dev.leveret.benchmarks.load.Numbered;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Fills a queue that nobody consumes, purges it, and counts: all that was confirmed is purged, and nothing comes back. */
final class Purger implements Session {

    private static final String QUEUE = "soak.purged";
    private static final int MESSAGES_MAX = 5000;
    private static final long CONFIRM_MILLIS_MAX = 30_000;

    private final Sizes sizes;
    private final Pace pace;
    private final BooleanSupplier stopped;
    private final Totals totals;
    private int confirmed; // of what is in the queue
    private int sent; // and perhaps in it

    Purger(Sizes sizes, double perSecond, BooleanSupplier stopped, Totals totals) {
        this.sizes = sizes;
        pace = new Pace(perSecond);
        this.stopped = stopped;
        this.totals = totals;
    }

    @Override
    public void work(Connection connection) throws IOException, InterruptedException {
        Channel channel = connection.createChannel();
        channel.queueDeclare(QUEUE, true, false, false, null);
        channel.confirmSelect();
        while (!stopped.getAsBoolean()) {
            purge(channel);
            fill(channel);
        }
        purge(channel);
    }

    private void purge(Channel channel) throws IOException {
        int purged = channel.queuePurge(QUEUE).getMessageCount();
        if (purged < confirmed || purged > sent) {
            totals.findings().add("%s: %d purged, %d were confirmed and %d sent".formatted(QUEUE, purged, confirmed, sent));
        }
        confirmed = 0;
        sent = 0;
    }

    private void fill(Channel channel) throws IOException, InterruptedException {
        int messages = ThreadLocalRandom.current().nextInt(1, MESSAGES_MAX);
        for (int i = 0; i < messages && !stopped.getAsBoolean(); i++) {
            pace.await();
            sent++;
            totals.published().increment();
            channel.basicPublish("", QUEUE, Broker.PERSISTENT, Numbered.body(0, i, sizes.next()));
        }
        try {
            channel.waitForConfirmsOrDie(CONFIRM_MILLIS_MAX);
        } catch (TimeoutException e) {
            totals.findings().add(QUEUE + ": no confirm for " + CONFIRM_MILLIS_MAX + " ms");
            throw new IOException(e);
        }
        totals.confirmed().add(sent);
        confirmed = sent;
    }

    /** If the purge was on its way, it may have been carried out or not. */
    @Override
    public void ended() {
        confirmed = 0;
    }
}
