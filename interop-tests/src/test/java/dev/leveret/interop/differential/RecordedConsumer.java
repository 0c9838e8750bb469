package dev.leveret.interop.differential;

import com.rabbitmq.client.Delivery;
import dev.leveret.interop.fixture.Deadline;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A consumer that writes down what it gets when it is asked for it. */
public final class RecordedConsumer {

    private final RecordedChannel channel;
    private final String queue;
    private final String tag;
    private final BlockingQueue<Delivery> deliveries = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> cancels = new LinkedBlockingQueue<>();

    RecordedConsumer(RecordedChannel channel, String queue, String tag) {
        this.channel = channel;
        this.queue = queue;
        this.tag = tag;
    }

    String tag() {
        return tag;
    }

    void deliver(Delivery delivery) {
        deliveries.add(delivery);
    }

    void cancel(String cancelled) {
        cancels.add(cancelled);
    }

    /** Waits for the next delivery, writes it down and answers its tag, or 0 if none comes. */
    public long next() throws InterruptedException {
        Delivery delivery = deliveries.poll(Deadline.SECONDS, TimeUnit.SECONDS);
        if (delivery == null) {
            channel.line(tag + " gets nothing");
            return 0;
        }
        return write(delivery);
    }

    /** Waits for so many deliveries and answers the tag of the last. */
    public long next(int count) throws InterruptedException {
        long last = 0;
        for (int i = 0; i < count; i++) {
            last = next();
        }
        return last;
    }

    /**
     * Writes down all that it has got already and was not asked for, which is nothing perhaps. What the broker has sent before
     * this is here: questions about the queue go the same way, and their answers come behind the deliveries.
     */
    public void rest() throws Exception {
        RecordedChannel.settled(channel.open(), queue);
        for (Delivery delivery = deliveries.poll(); delivery != null; delivery = deliveries.poll()) {
            write(delivery);
        }
        channel.line(tag + " has got no more");
    }

    /** Waits until the broker cancels it. */
    public void awaitCancel() throws InterruptedException {
        String cancelled = cancels.poll(Deadline.SECONDS, TimeUnit.SECONDS);
        channel.line(cancelled == null ? tag + " is not cancelled" : "basic.cancel " + cancelled);
    }

    private long write(Delivery delivery) {
        channel.line(tag + " gets "
                + Rendering.message(delivery.getEnvelope(), delivery.getProperties(), delivery.getBody()));
        return delivery.getEnvelope().getDeliveryTag();
    }
}
