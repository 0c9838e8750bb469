package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a queue ought to hold, kept in plain collections, and the rules that no history may break. It
 * listens to the real queue's effects and checks each one when it comes.
 */
final class QueueModel implements QueueEffects {

    static final int PERMITS_MAX = 3;

    /** A message, from its publish on. */
    static final class Entry {
        final int number;
        final boolean stored;
        boolean deliveredBefore;
        Delivery delivery;
        Taker holder;

        Entry(int number, boolean stored) {
            this.number = number;
            this.stored = stored;
        }
    }

    /** A consumer. */
    static final class Taker {
        final Consumer consumer;
        final boolean sharesPermits;
        final int unackedMax;
        int unacked;
        long windowBytes;
        boolean refusedPermit;
        final Set<Taker> servedWhileThisOneWaits = new HashSet<>();

        Taker(Consumer consumer, boolean sharesPermits) {
            this.consumer = consumer;
            this.sharesPermits = sharesPermits && !consumer.noAck();
            int limit = consumer.settings().prefetchMax();
            this.unackedMax = limit == 0 || consumer.noAck() ? Integer.MAX_VALUE : limit;
        }

        boolean isWilling() {
            return !refusedPermit && unacked < unackedMax && windowBytes < Consumer.WINDOW_BYTES_MAX;
        }
    }

    private final Map<Message, Entry> entries = new IdentityHashMap<>();
    final TreeMap<Integer, Entry> ready = new TreeMap<>();
    final List<Entry> unacked = new ArrayList<>();
    final Map<Consumer, Taker> takers = new LinkedHashMap<>();
    final List<Taker> everyone = new ArrayList<>();
    private int permitsTaken;
    private int published;
    private boolean due;
    QueueReply reply;

    final Permit permit = this::tryTake;

    Entry published(Message message, boolean stored) {
        var entry = new Entry(published++, stored);
        entries.put(message, entry);
        ready.put(entry.number, entry);
        return entry;
    }

    void joined(Taker taker) {
        takers.put(taker.consumer, taker);
        everyone.add(taker);
    }

    void settled(Entry entry, Outcome outcome) {
        require(unacked.remove(entry), "the history settles what is not unacked");
        if (entry.holder != null) {
            entry.holder.unacked--;
            permitsTaken -= entry.holder.sharesPermits ? 1 : 0;
            entry.holder = null;
        }
        if (outcome == Outcome.REQUEUE) {
            ready.put(entry.number, entry);
        }
    }

    /** Whether the loop has to run a turn. */
    boolean isDue() {
        return due;
    }

    void turnEnded(boolean again) {
        due = again;
    }

    /** All that was unacked belongs to nobody now. */
    void queueEnded() {
        ready.clear();
        for (Entry entry : List.copyOf(unacked)) {
            settled(entry, Outcome.DISCARD);
        }
        takers.clear();
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        Taker taker = takers.get(consumer);
        require(taker != null, "nobody is served after his cancellation");
        require(taker.unacked < taker.unackedMax, "prefetch is never exceeded");
        require(taker.windowBytes < Consumer.WINDOW_BYTES_MAX, "a window is overdrawn by one message at most");
        require(permitsTaken <= PERMITS_MAX, "permits are never exceeded");
        turnsAreTaken(taker);
        taker.windowBytes += delivery.message().size();
        left(delivery, taker.consumer.noAck(), taker);
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply answer) {
        require(reply == null, "every question is answered once");
        reply = answer;
        if (answer instanceof QueueReply.Got answered) {
            left(answered.delivery(), replyTo == QueueHistory.GET_NO_ACK, null);
            require(answered.remainingReady() == ready.size(), "basic.get tells how many remain");
        }
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        require(takers.remove(consumer) != null, "only a consumer is cancelled, and only once");
    }

    @Override
    public void unused() {
        require(takers.isEmpty(), "a queue with consumers is not unused");
    }

    @Override
    public void deliveryDue() {
        require(!due, "the loop is told once");
        due = true;
    }

    /** What holds after every command. */
    void check(QueueActor actor, MemoryQueueStore store) {
        require(actor.readyCount() == ready.size(), "nothing is lost among the ready ones");
        require(actor.unackedCount() == unacked.size(), "nothing is lost among the unacked ones");
        require(actor.consumerCount() == takers.size(), "consumers are counted");
        require(due || ready.isEmpty() || !anyoneIsWilling(), "the loop knows when there is work");
        if (!store.deleted) {
            require(store.messages.size() == storedCount(), "the store holds what is ready or unacked");
        }
    }

    private boolean anyoneIsWilling() {
        return takers.values().stream().anyMatch(Taker::isWilling);
    }

    private long storedCount() {
        return ready.values().stream().filter(entry -> entry.stored).count()
                + unacked.stream().filter(entry -> entry.stored).count();
    }

    /** A message has left the ready ones, for a consumer or for basic.get. */
    private void left(Delivery delivery, boolean forGood, Taker holder) {
        Entry entry = entries.get(delivery.message());
        require(!ready.isEmpty() && ready.firstEntry().getValue() == entry, "order is kept");
        require(delivery.redelivered() == entry.deliveredBefore, "nothing comes twice without redelivered");
        ready.remove(entry.number);
        entry.delivery = delivery;
        entry.deliveredBefore = true;
        if (!forGood) {
            unacked.add(entry);
            entry.holder = holder;
            if (holder != null) {
                holder.unacked++;
            }
        }
    }

    private void turnsAreTaken(Taker served) {
        for (Taker other : takers.values()) {
            if (!other.isWilling() || other == served) {
                other.servedWhileThisOneWaits.clear();
            } else {
                require(other.servedWhileThisOneWaits.add(served), "nobody is served twice while another waits");
            }
        }
    }

    private boolean tryTake(Consumer consumer) {
        if (permitsTaken == PERMITS_MAX) {
            takers.get(consumer).refusedPermit = true;
            takers.get(consumer).servedWhileThisOneWaits.clear();
            return false;
        }
        permitsTaken++;
        return true;
    }

    static void require(boolean holds, String rule) {
        if (!holds) {
            throw new AssertionError("broken: " + rule);
        }
    }
}
