package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.QueueStore;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
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
        final long position;
        final Message message;
        final boolean stored;
        boolean deliveredBefore;
        Delivery delivery;
        Taker holder;

        Entry(long position, Message message, boolean stored) {
            this.position = position;
            this.message = message;
            this.stored = stored;
        }
    }

    /** A consumer. */
    static final class Taker {
        final Consumer consumer;
        final boolean sharesPermits;
        final int unackedMax;
        final long unackedBytesMax;
        int unacked;
        long unackedBytes;
        long windowBytes;
        boolean refusedPermit;
        final Set<Taker> servedWhileThisOneWaits = new HashSet<>();

        Taker(Consumer consumer, boolean sharesPermits) {
            this.consumer = consumer;
            this.sharesPermits = sharesPermits && !consumer.noAck();
            int limit = consumer.settings().prefetchMax();
            boolean isUnlimited = limit == 0 || consumer.noAck();
            this.unackedMax = isUnlimited ? Consumer.UNLIMITED_UNACKED_MAX : limit;
            this.unackedBytesMax = limit == 0 ? consumer.settings().unackedBytesMax() : Long.MAX_VALUE;
        }

        boolean isBelowLimit() {
            return unacked < unackedMax && unackedBytes < unackedBytesMax;
        }

        boolean isWilling() {
            return !refusedPermit && isBelowLimit() && windowBytes < Consumer.WINDOW_BYTES_MAX;
        }
    }

    /** Somebody who waits for the answer to basic.get. */
    static final class Getter implements ReplyTo {
        final boolean noAck;

        Getter(boolean noAck) {
            this.noAck = noAck;
        }
    }

    private final MemoryQueueStore store;
    private final MemoryQueuePages pages;

    /** Messages up to this position may have been delivered before the start. */
    private final long mark;

    final TreeMap<Long, Entry> ready = new TreeMap<>();
    final List<Entry> unacked = new ArrayList<>();
    final Map<Consumer, Taker> takers = new LinkedHashMap<>();
    final List<Taker> everyone = new ArrayList<>();
    final ArrayDeque<Getter> getters = new ArrayDeque<>();

    /** The marks that were asked for and are not granted. */
    final ArrayDeque<Long> marksAsked = new ArrayDeque<>();

    private long granted;
    private long highestDelivered;
    private long nextPosition;
    private int permitsTaken;
    private boolean due;
    QueueReply reply;

    final Permit permit = this::tryTake;

    private QueueModel(MemoryQueueStore store, MemoryQueuePages pages, long mark, long granted) {
        this.store = store;
        this.pages = pages;
        this.mark = mark;
        this.granted = granted;
        this.highestDelivered = mark;
    }

    static QueueModel ofNew(MemoryQueueStore store, MemoryQueuePages pages) {
        return new QueueModel(store, pages, -1, QueueStore.RESERVED_FIRST);
    }

    static QueueModel ofRecovered(MemoryQueueStore store, MemoryQueuePages pages, long mark) {
        return new QueueModel(store, pages, mark, mark);
    }

    /** Takes over a message that has survived a restart. */
    void survived(Entry before) {
        var entry = new Entry(before.position, before.message, true);
        entry.deliveredBefore = before.position <= mark;
        require(entry.deliveredBefore || !before.deliveredBefore, "nothing stored is delivered beyond the mark");
        ready.put(entry.position, entry);
    }

    /** The next message will be there, or beyond all that counts as redelivered. */
    void resumeAt(long position) {
        nextPosition = Math.max(position, mark + 1);
    }

    long nextPosition() {
        return nextPosition;
    }

    /** The highest position that may have been delivered. */
    long highestDelivered() {
        return highestDelivered;
    }

    /** How far the queue may deliver what is stored. */
    long granted() {
        return granted;
    }

    void published(Message message, boolean stored) {
        var entry = new Entry(nextPosition++, message, stored);
        ready.put(entry.position, entry);
    }

    void joined(Taker taker) {
        takers.put(taker.consumer, taker);
        everyone.add(taker);
    }

    void settled(Entry entry, Outcome outcome) {
        require(unacked.remove(entry), "the history settles what is not unacked");
        if (entry.holder != null) {
            entry.holder.unacked--;
            entry.holder.unackedBytes -= entry.message.size();
            permitsTaken -= entry.holder.sharesPermits ? 1 : 0;
            entry.holder = null;
        }
        if (outcome == Outcome.REQUEUE) {
            ready.put(entry.position, entry);
        }
    }

    /** The store tells that the oldest of the marks that were asked for is durable. */
    long grant() {
        granted = marksAsked.remove();
        return granted;
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
        require(getters.isEmpty(), "who asked for a message comes before those who wait for any");
        require(taker.isBelowLimit(), "prefetch is never exceeded");
        require(taker.windowBytes < Consumer.WINDOW_BYTES_MAX, "a window is overdrawn by one message at most");
        require(permitsTaken <= PERMITS_MAX, "permits are never exceeded");
        turnsAreTaken(taker);
        taker.windowBytes += delivery.message().size();
        left(delivery, taker.consumer.noAck(), taker);
    }

    @Override
    public void reply(ReplyTo replyTo, QueueReply answer) {
        if (!(replyTo instanceof Getter getter)) {
            require(reply == null, "every question is answered once");
            reply = answer;
            return;
        }
        require(getters.poll() == getter, "gets are answered once and in the order they came");
        switch (answer) {
            case QueueReply.Got got -> {
                left(got.delivery(), getter.noAck, null);
                require(got.remainingReady() == ready.size(), "basic.get tells how many remain");
            }
            case QueueReply.Empty empty -> require(ready.isEmpty(), "get finds what is ready");
            default -> require(store.deleted, "a queue that is there is found");
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

    @Override
    public void reserve(int priority, long position) {
        store.reserve(position, TestQueue.unitOf(1));
        marksAsked.add(position);
    }

    @Override
    public void wakeAt(long millis) {}

    /** What holds after every command. */
    void check(QueueActor actor) {
        require(actor.readyCount() == ready.size(), "nothing is lost among the ready ones");
        require(actor.unackedCount() == unacked.size(), "nothing is lost among the unacked ones");
        require(actor.consumerCount() == takers.size(), "consumers are counted");
        require(actor.bytesInMemory() == readyBytes() - pages.bytes(), "bytes in memory are counted");
        require(store.deleted || store.messages.size() == storedCount(), "the store holds what is ready or unacked");
        if (ready.isEmpty()) {
            require(getters.isEmpty(), "who asks an empty queue does not wait");
        } else if (!getters.isEmpty() || anyoneIsWilling()) {
            someoneWants(ready.firstEntry().getValue());
        }
    }

    private void someoneWants(Entry first) {
        if (pages.isOut(first.position)) {
            require(pages.question() != null, "what is wanted and out of memory is asked for");
        } else if (first.stored && first.position > granted) {
            require(store.noted() >= first.position, "a mark that is wanted is asked for");
        } else {
            require(getters.isEmpty(), "nobody waits for a message that is there");
            require(due, "the loop knows when there is work");
        }
    }

    private boolean anyoneIsWilling() {
        return takers.values().stream().anyMatch(Taker::isWilling);
    }

    private long readyBytes() {
        return ready.values().stream().mapToLong(entry -> entry.message.size()).sum();
    }

    private long storedCount() {
        return ready.values().stream().filter(entry -> entry.stored).count()
                + unacked.stream().filter(entry -> entry.stored).count();
    }

    /** A message has left the ready ones, for a consumer or for basic.get. */
    private void left(Delivery delivery, boolean forGood, Taker holder) {
        require(!ready.isEmpty() && ready.firstKey() == delivery.position(), "order is kept");
        Entry entry = ready.remove(delivery.position());
        require(delivery.message() == entry.message, "a message keeps its position");
        require(delivery.redelivered() == entry.deliveredBefore, "nothing comes twice without redelivered");
        require(!pages.isOut(entry.position), "what is delivered is in memory only");
        if (entry.stored) {
            require(entry.position <= granted, "nothing stored is delivered beyond the mark");
            highestDelivered = Math.max(highestDelivered, entry.position);
        }
        entry.delivery = delivery;
        entry.deliveredBefore = true;
        if (!forGood) {
            unacked.add(entry);
            entry.holder = holder;
            if (holder != null) {
                holder.unacked++;
                holder.unackedBytes += entry.message.size();
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
