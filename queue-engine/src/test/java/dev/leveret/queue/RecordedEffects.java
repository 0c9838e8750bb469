package dev.leveret.queue;

import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Notes what the queue wants done, in words and in order, and keeps the deliveries for settling. */
final class RecordedEffects implements QueueEffects {

    private final List<String> seen = new ArrayList<>();
    final List<Delivery> deliveries = new ArrayList<>();
    final List<DeadLetter> letters = new ArrayList<>();

    /** The marks that were asked for, until somebody takes them away. */
    final List<QueueCommand.Reserved> marks = new ArrayList<>();

    /** Where they are noted, by priority. */
    private final List<MemoryQueueStore> stores;

    /** When the queue wants its next tick; Long.MAX_VALUE: never. */
    long wakeAtMillis = Long.MAX_VALUE;

    int wakeUpsAsked;
    QueueReply lastReply;
    int timesDue;

    RecordedEffects(List<MemoryQueueStore> stores) {
        this.stores = stores;
    }

    /** What has been seen since the last call. Deliveries read {@code c1 <- m1}. */
    List<String> take() {
        List<String> taken = List.copyOf(seen);
        seen.clear();
        return taken;
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        deliveries.add(delivery);
        seen.add(consumer + " <- " + describe(delivery));
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply reply) {
        lastReply = reply;
        seen.add(replyTo + ": " + describe(reply));
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        seen.add(consumer + " is cancelled");
    }

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {
        seen.add(consumer + " has another timeout");
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        letters.add(letter);
        seen.add(new String(letter.message().body(), StandardCharsets.UTF_8) + " " + letter.reason().wireName()
                + " to " + letter.message().address().exchange() + "/" + letter.message().address().routingKey());
    }

    @Override
    public void unused() {
        seen.add("unused");
    }

    @Override
    public void deliveryDue() {
        timesDue++;
    }

    @Override
    public void reserve(int priority, long position) {
        marks.add(new QueueCommand.Reserved(priority, position));
        stores.get(priority).reserve(position, TestQueue.unitOf(1));
    }

    @Override
    public void wakeAt(long millis) {
        wakeAtMillis = millis;
        wakeUpsAsked++;
    }

    private static String describe(QueueReply reply) {
        return switch (reply) {
            case QueueReply.Admission admission -> admission.granted() ? "granted" : "refused";
            case QueueReply.Counts counts -> counts.ready() + " ready, " + counts.consumers() + " consumers";
            case QueueReply.Subscribed subscribed -> "subscribed " + subscribed.consumer();
            case QueueReply.Cancelled cancelled -> "cancelled " + cancelled.consumer();
            case QueueReply.Got got -> "got " + describe(got.delivery()) + ", " + got.remainingReady() + " remain";
            case QueueReply.Empty empty -> "empty";
            case QueueReply.Purged purged -> "purged " + purged.messages();
            case QueueReply.Deleted deleted -> "deleted " + deleted.messages();
            case QueueReply.Refused refused -> refused.error().code().code() + " " + refused.error().text();
        };
    }

    private static String describe(Delivery delivery) {
        return TestMessages.nameOf(delivery) + (delivery.redelivered() ? " again" : "");
    }
}
