package dev.leveret.benchmarks;

import dev.leveret.queue.Outcome;
import dev.leveret.queue.QueueActor;
import dev.leveret.queue.QueueEffects;
import dev.leveret.queue.QueueReply;
import dev.leveret.queue.ReplyTo;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;

/** The other side of a queue: remembers what was delivered, settles it on demand, and gives the bytes back. */
final class SettlingEffects implements QueueEffects {

    /** What one turn of deliveries can bring at most, and more. */
    private static final int DELIVERIES_MAX = 1024;

    private final Delivery[] delivered = new Delivery[DELIVERIES_MAX];
    private final Consumer[] receivers = new Consumer[DELIVERIES_MAX];
    private int count;

    /** Settles what was delivered since the last call; returns how many that were. */
    int settleAll(QueueActor queue, Outcome outcome) {
        int settled = count;
        count = 0; // Order: settling may not deliver, but what it frees is delivered to an empty list.
        for (int i = 0; i < settled; i++) {
            queue.creditReturned(receivers[i], delivered[i].message().size(), 0);
            queue.settle(delivered[i], outcome, null, 0);
        }
        return settled;
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        receivers[count] = consumer;
        delivered[count++] = delivery;
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply reply) {}

    @Override
    public void consumerCancelled(Consumer consumer) {}

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {}

    @Override
    public void deadLetter(DeadLetter letter) {
        throw new IllegalStateException("the queue has nowhere for " + letter);
    }

    @Override
    public void unused() {}

    @Override
    public void deliveryDue() {}

    @Override
    public void reserve(int priority, long position) {
        throw new IllegalStateException("nothing is stored");
    }

    @Override
    public void wakeAt(long millis) {}
}
