package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.amqp.value.FieldTable;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import dev.leveret.queue.state.Permit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a queue ought to hold, kept in plain collections, and the rules that no history may break. It
 * listens to the real queue's effects and checks each one when it comes.
 */
final class QueueModel implements QueueEffects {

    static final int PERMITS_MAX = 3;

    /** A message, from its publish on. */
    static final class Entry {
        final ModelLevel level;
        final long position;
        final Message message;
        final boolean stored;
        boolean deliveredBefore;

        /** A start has found it, and it has not come into memory since. */
        boolean isUnread;
        Delivery delivery;
        Taker holder;

        Entry(ModelLevel level, long position, Message message, boolean stored) {
            this.level = level;
            this.position = position;
            this.message = message;
            this.stored = stored;
        }

        /** In which order messages are delivered. */
        Place place() {
            return new Place(level.priority, position);
        }

        boolean isOut() {
            return level.pages.isOut(position);
        }
    }

    /** Where a message is in the queue: the first one comes first. */
    record Place(int priority, long position) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return priority == other.priority
                    ? Long.compare(position, other.position)
                    : Integer.compare(other.priority, priority);
        }
    }

    /** Somebody who waits for the answer to basic.get. */
    static final class Getter implements ReplyTo {
        final boolean noAck;

        Getter(boolean noAck) {
            this.noAck = noAck;
        }
    }

    final List<ModelLevel> levels;
    private QueueRules rules;
    final ModelLetters letters = new ModelLetters();
    int promisedCount;
    long promisedBytes;

    /** A message that the queue may refuse, and has perhaps taken already; null if there is none. */
    private Entry offered;

    /** Whether one consumer gets everything. */
    final boolean single;

    /** That one, or the one before it, or null. */
    private Taker active;

    /** In milliseconds since 1970, as all times here. */
    long now;

    /** When the queue wants its next tick. */
    long wakeAt = Long.MAX_VALUE;

    /** A message that may be given away at once although its time is over; null if there is none. */
    private Entry arriving;

    final TreeMap<Place, Entry> ready = new TreeMap<>();
    final List<Entry> unacked = new ArrayList<>();
    final Map<Consumer, Taker> takers = new LinkedHashMap<>();
    final List<Taker> everyone = new ArrayList<>();
    final ArrayDeque<Getter> getters = new ArrayDeque<>();

    private int permitsTaken;
    private boolean due;
    QueueReply reply;

    final Permit permit = this::tryTake;

    QueueModel(List<ModelLevel> levels, QueueSettings settings, long now) {
        this.levels = levels;
        this.single = settings.singleActiveConsumer();
        this.rules = settings.rules(FieldTable.EMPTY);
        this.now = now;
    }

    /** Takes over a message that has survived a restart. */
    void survived(Entry before) {
        ModelLevel level = levels.get(before.level.priority);
        var entry = new Entry(level, before.position, before.message, true);
        entry.deliveredBefore = before.position <= level.mark();
        require(entry.deliveredBefore || !before.deliveredBefore, "nothing stored is delivered beyond the mark");
        entry.isUnread = entry.isOut();
        ready.put(entry.place(), entry);
    }

    /** A message is about to be published; until {@link #arrived} it may be given to somebody whatever its time. */
    void published(Message message, boolean stored) {
        arriving = entryOf(message, stored);
        ready.put(arriving.place(), arriving);
    }

    private Entry entryOf(Message message, boolean stored) {
        ModelLevel level = levels.get(Math.min(message.header().priority(), levels.size() - 1));
        return new Entry(level, level.takePosition(), message, stored);
    }

    void arrived() {
        arriving = null;
    }

    /** A message is about to be offered; until {@link #answered} says so nobody knows whether the queue takes it. */
    void offered(Message message, boolean stored) {
        offered = entryOf(message, stored);
        arriving = offered;
        letters.refusedOne = false;
        if (!rules.mayRefuse()) {
            taken();
        }
    }

    private void taken() {
        if (rules.mayRefuse() && isExceededWith(promisedCount + 1, promisedBytes + offered.message.bodySize())) {
            expire(); // there was no room before
        }
        ready.put(offered.place(), offered);
        offered = null;
    }

    /** The queue has said whether it has taken what it was offered. */
    void answered(boolean isTaken) {
        if (isTaken && offered != null) {
            taken();
        } else if (!isTaken) {
            require(offered != null && rules.mayRefuse(), "what is refused does not come");
            require(isExceededWith(promisedCount + 1, promisedBytes + offered.message.bodySize()), "nothing is refused while there is room");
            require(letters.refusedOne == isLetterWhenRefused(), "what is refused becomes a letter if it ought to");
            offered.level.resumeAt(offered.position);
            offered = null;
        }
        arriving = null;
    }

    private boolean isLetterWhenRefused() {
        return rules.overflow() == Overflow.REJECT_PUBLISH_DLX && rules.deadLetterExchange() != null;
    }

    void configured(QueueRules changed) {
        rules = changed;
    }

    private boolean isExceededWith(int more, long moreBytes) {
        long bytes = ready.values().stream().filter(entry -> !entry.isUnread || !entry.isOut()).mapToLong(entry -> entry.message.bodySize()).sum();
        return ready.size() + more > rules.maxLength() || bytes + moreBytes > rules.maxLengthBytes();
    }

    private boolean isTooLong() {
        return rules.overflow() == Overflow.DROP_HEAD && !ready.isEmpty() && isExceededWith(0, 0);
    }

    private boolean isTooLongWith(Entry entry) {
        return rules.overflow() == Overflow.DROP_HEAD && isExceededWith(1, entry.message.bodySize());
    }

    private boolean isOver(Entry entry) {
        return deadline(entry) <= now;
    }

    private long deadline(Entry entry) {
        long lives = Math.min(rules.messageTtlMillis(), entry.message.header().expirationMillis());
        return lives == Long.MAX_VALUE ? lives : entry.message.arrivalMillis() + lives;
    }

    /** What is over at the head, and in memory, is not there for those who ask now. */
    void expire() {
        while (!ready.isEmpty() && mayHaveGone() && !first().isOut()) {
            ready.pollFirstEntry();
        }
    }

    /** Whether messages go without a letter. */
    private boolean diesSilently() {
        return rules.deadLetterExchange() == null;
    }

    private Entry first() {
        return ready.firstEntry().getValue();
    }

    void joined(Taker taker) {
        chooseActive();
        takers.put(taker.consumer, taker);
        everyone.add(taker);
    }

    /** The one that is there stays; the next one has the highest priority, and came first. */
    private void chooseActive() {
        if (active == null || !takers.containsKey(active.consumer)) {
            active = takers.values().stream()
                    .reduce((first, other) -> other.priority > first.priority ? other : first)
                    .orElse(null);
        }
    }

    private boolean isInTurn(Taker taker) {
        return taker.isWilling() && (!single || taker == active);
    }

    void settled(Entry entry, Outcome outcome) {
        require(unacked.remove(entry), "the history settles what is not unacked");
        if (entry.holder != null) {
            entry.holder.unacked--;
            entry.holder.unackedBytes -= entry.message.size();
            permitsTaken -= entry.holder.sharesPermits ? 1 : 0;
            entry.holder = null;
        }
        switch (outcome) {
            case REQUEUE, FAIL -> ready.put(entry.place(), entry);
            case DISCARD -> letters.rejected(entry);
            case ACK -> {}
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
            settled(entry, Outcome.ACK);
        }
        takers.clear();
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        chooseActive();
        Taker taker = takers.get(consumer);
        require(!single || taker == active, "one consumer gets everything");
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
            if (answer instanceof QueueReply.Purged purged) {
                purged(purged);
            }
            return;
        }
        require(getters.poll() == getter, "gets are answered once and in the order they came");
        switch (answer) {
            case QueueReply.Got got -> {
                left(got.delivery(), getter.noAck, null);
                long untold = offered == null ? 0 : 1;
                require(got.remainingReady() - ready.size() <= untold, "basic.get tells how many remain");
            }
            case QueueReply.Empty empty -> {
                expire();
                require(ready.isEmpty(), "get finds what is ready");
            }
            default -> require(isDeleted(), "a queue that is there is found");
        }
    }

    private void purged(QueueReply.Purged purged) {
        require(purged.messages() == ready.size(), "purge counts what it drops");
        ready.clear();
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        require(takers.remove(consumer) != null, "only a consumer is cancelled, and only once");
    }

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {
        throw new AssertionError("the queue has always had the same rules");
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        require(!diesSilently(), "only a queue with a dead letter exchange has letters");
        if (letter.source() == null || letter.reason() == DeathReason.REJECTED) {
            letters.died(letter);
            return;
        }
        if (offered != null && offered.place().equals(new Place(letter.source().priority(), letter.source().position()))) {
            taken();
        }
        require(!ready.isEmpty() && letter.source().position() == first().position, "messages die at the head");
        Entry entry = ready.pollFirstEntry().getValue();
        require(letter.source().message() == entry.message, "a message keeps its position");
        boolean isDue = letter.reason() == DeathReason.EXPIRED ? isOver(entry) : isTooLongWith(entry);
        require(isDue, "nothing dies without a reason");
        letters.left(letter, entry);
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
        ModelLevel level = levels.get(priority);
        level.store.reserve(position, TestQueue.unitOf(1));
        level.marksAsked.add(position);
    }

    @Override
    public void wakeAt(long millis) {
        wakeAt = millis;
    }

    private boolean isDeleted() {
        return levels.getFirst().store.deleted;
    }

    /** What holds after every command. */
    void check(QueueActor actor) {
        chooseActive();
        ready.values().forEach(entry -> entry.isUnread &= entry.isOut());
        forgetWhatIsOver(actor.readyCount());
        letters.check(rules);
        require(!isTooLong() || first().isOut() && first().level.pages.question() != null, "no queue is too long");
        require(actor.readyCount() == ready.size(), "nothing is lost among the ready ones");
        require(actor.unackedCount() == unacked.size(), "nothing is lost among the unacked ones");
        require(actor.consumerCount() == takers.size(), "consumers are counted");
        require(actor.bytesInMemory() == readyBytes() - bytesOut() + letters.bytes(), "bytes in memory are counted");
        require(isDeleted() || storeCount() == storedCount(), "the store holds what is ready or unacked");
        if (ready.isEmpty()) {
            require(getters.isEmpty(), "who asks an empty queue does not wait");
        } else if (isOver(first())) {
            boolean isAskedFor = first().isOut() && first().level.pages.question() != null;
            require(isAskedFor || due || wakeAt <= now, "what is over goes at once");
        } else if (!getters.isEmpty() || anyoneIsWilling()) {
            someoneWants(first());
        }
        if (!ready.isEmpty() && !isOver(first()) && !first().isOut()) {
            require(wakeAt <= deadline(first()), "a tick is asked for in time");
        }
    }

    /** The queue drops what is over when it looks at it, and says nothing. */
    void forgetWhatIsOver(int readyCount) {
        while (ready.size() > readyCount && mayHaveGone() && !first().isOut()) {
            ready.pollFirstEntry();
        }
    }

    /** Whether the first one may have left without a word. */
    private boolean mayHaveGone() {
        return diesSilently() && (isOver(first()) || isTooLong());
    }

    private void someoneWants(Entry first) {
        if (first.isOut()) {
            require(due || first.level.pages.question() != null, "what is wanted and out of memory is asked for");
        } else if (first.stored && first.position > first.level.granted()) {
            require(due || first.level.store.noted() >= first.position, "a mark that is wanted is asked for");
        } else {
            require(getters.isEmpty(), "nobody waits for a message that is there");
            require(due, "the loop knows when there is work");
        }
    }

    private boolean anyoneIsWilling() {
        return takers.values().stream().anyMatch(this::isInTurn);
    }

    private long readyBytes() {
        return ready.values().stream().mapToLong(entry -> entry.message.size()).sum();
    }

    private long bytesOut() {
        return levels.stream().mapToLong(level -> level.pages.bytes()).sum();
    }

    private long storeCount() {
        return levels.stream().mapToLong(level -> level.store.messages.size()).sum();
    }

    private long storedCount() {
        return ready.values().stream().filter(entry -> entry.stored).count()
                + unacked.stream().filter(entry -> entry.stored).count()
                + letters.storedCount();
    }

    /** A message has left the ready ones, for a consumer or for basic.get. */
    private void left(Delivery delivery, boolean forGood, Taker holder) {
        Place place = new Place(delivery.priority(), delivery.position());
        if (offered != null && offered.place().equals(place)) {
            taken();
        }
        while (!ready.isEmpty() && !ready.firstKey().equals(place) && mayHaveGone()) {
            require(!first().isOut(), "what is out of memory is not passed over");
            ready.pollFirstEntry();
        }
        require(!ready.isEmpty() && ready.firstKey().equals(place), "order is kept");
        Entry entry = ready.remove(place);
        require(!isOver(entry) || entry == arriving, "what is over is not delivered");
        require(delivery.message() == entry.message, "a message keeps its position");
        require(delivery.redelivered() == entry.deliveredBefore, "nothing comes twice without redelivered");
        require(!entry.isOut(), "what is delivered is in memory only");
        if (entry.stored) {
            require(entry.position <= entry.level.granted(), "nothing stored is delivered beyond the mark");
            entry.level.delivered(entry.position);
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
            boolean isFirst = isInTurn(other) && other.priority > served.priority;
            require(!isFirst, "nobody is served while one of a higher priority can be");
            if (!isInTurn(other) || other == served) {
                other.servedWhileThisOneWaits.clear();
            } else if (other.priority == served.priority) {
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
