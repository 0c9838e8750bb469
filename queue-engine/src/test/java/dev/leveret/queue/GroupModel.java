package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.death.DeathReason;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A queue with message groups as lists that are searched from the start, and the rules that what the real one does must keep. */
final class GroupModel implements QueueEffects {

    static final int PERMITS_MAX = 4;

    /** Somebody asks for a message. */
    record Getter(boolean noAck) implements ReplyTo {}

    static final class Entry {
        final long position;
        final Message message;
        final String group;
        final boolean stored;
        final long deadline;
        boolean deliveredBefore;
        Taker holder;
        Delivery delivery;

        Entry(long position, Message message, String group, boolean stored, long deadline) {
            this.position = position;
            this.message = message;
            this.group = group;
            this.stored = stored;
            this.deadline = deadline;
        }
    }

    final ModelLevel level;
    final int lengthMax;
    final TreeMap<Long, Entry> ready = new TreeMap<>();
    final List<Entry> unacked = new ArrayList<>();
    final List<Entry> leaving = new ArrayList<>();
    final Map<Consumer, Taker> takers = new LinkedHashMap<>();
    final List<Taker> everyone = new ArrayList<>();
    final ArrayDeque<Getter> getters = new ArrayDeque<>();

    /** Groups of which a message came back while others were held. */
    final Set<String> resting = new HashSet<>();

    int permitsTaken;
    boolean due;
    boolean deleted;
    long now;
    long wakeAt = Long.MAX_VALUE;
    QueueReply reply;

    /** It has just come, and may be delivered though its time is over. */
    Entry arriving;

    GroupModel(ModelLevel level, int lengthMax, long now) {
        this.level = level;
        this.lengthMax = lengthMax;
        this.now = now;
    }

    void settled(Entry entry, Outcome outcome) {
        require(unacked.remove(entry), "the history settles what is not unacked");
        if (entry.holder != null) {
            entry.holder.unacked--;
            entry.holder.unackedBytes -= entry.message.size();
            permitsTaken -= entry.holder.sharesPermits ? 1 : 0;
            entry.holder = null;
        }
        boolean isBack = outcome == Outcome.REQUEUE || outcome == Outcome.FAIL;
        if (isBack) {
            ready.put(entry.position, entry);
        }
        if (entry.group != null) {
            if (unacked.stream().noneMatch(other -> entry.group.equals(other.group))) {
                resting.remove(entry.group);
            } else if (isBack) {
                resting.add(entry.group);
            }
        }
    }

    /** What is in memory before anything that is not. */
    private List<Entry> head() {
        List<Entry> head = new ArrayList<>();
        for (Entry entry : ready.values()) {
            if (level.pages.isOut(entry.position)) {
                return head;
            }
            head.add(entry);
        }
        return head;
    }

    /** The first one of some that a consumer may take, or somebody who asks if it is null; null if there is none. */
    private Entry candidate(Iterable<Entry> some, Taker taker) {
        Set<String> seen = new HashSet<>();
        for (Entry entry : some) {
            if (entry.group == null || seen.add(entry.group) && mayTake(entry.group, taker)) {
                return entry;
            }
        }
        return null;
    }

    private boolean mayTake(String group, Taker taker) {
        for (Entry held : unacked) {
            if (group.equals(held.group)) {
                return taker != null && held.holder == taker && !resting.contains(group);
            }
        }
        return true;
    }

    boolean isOver(Entry entry) {
        return entry.deadline <= now;
    }

    @Override
    public void deliver(Consumer consumer, Delivery delivery) {
        Taker taker = takers.get(consumer);
        require(taker != null, "nobody is served after his cancellation");
        require(taker.isBelowLimit(), "prefetch is never exceeded");
        require(taker.windowBytes < Consumer.WINDOW_BYTES_MAX, "a window is overdrawn by one message at most");
        require(permitsTaken <= PERMITS_MAX, "permits are never exceeded");
        for (Taker other : takers.values()) {
            boolean isFirst = other.priority > taker.priority && other.isWilling();
            require(!isFirst || candidate(head(), other) == null, "nobody is served while one of a higher priority can be");
        }
        taker.windowBytes += delivery.message().size();
        left(delivery, taker.consumer.noAck(), taker);
    }

    private void left(Delivery delivery, boolean forGood, Taker holder) {
        Entry entry = ready.get(delivery.position());
        require(entry != null, "only what is ready is delivered");
        require(!level.pages.isOut(entry.position), "what is delivered is in memory only");
        require(delivery.message() == entry.message, "a message keeps its position");
        require(delivery.redelivered() == entry.deliveredBefore, "nothing comes twice without redelivered");
        require(!isOver(entry) || entry == arriving, "what is over is not delivered");
        groupIsKept(entry, holder);
        require(candidate(ready.values(), holder) == entry, "everybody gets the first message that it may take");
        if (entry.stored) {
            require(entry.position <= level.granted(), "nothing stored is delivered beyond the mark");
            level.delivered(entry.position);
        }
        ready.remove(entry.position);
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

    private void groupIsKept(Entry entry, Taker holder) {
        if (entry.group == null) {
            return;
        }
        for (Entry other : ready.values()) {
            boolean overtaken = entry.group.equals(other.group) && other.position < entry.position;
            require(!overtaken, "no message of a group is overtaken by a later one");
        }
        for (Entry held : unacked) {
            if (entry.group.equals(held.group)) {
                require(held.holder == holder && holder != null, "a group is at one consumer at a time");
                require(held.position < entry.position, "what comes back waits for later ones that are held");
            }
        }
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
            case QueueReply.Empty empty ->
                require(candidate(ready.values(), null) == null, "get finds the first message that is free");
            default -> require(deleted, "a queue that is there is found");
        }
    }

    @Override
    public void consumerCancelled(Consumer consumer) {
        require(takers.remove(consumer) != null, "only a consumer is cancelled, and only once");
    }

    @Override
    public void consumerTimeoutChanged(Consumer consumer) {
        throw new AssertionError("no rules have changed");
    }

    @Override
    public void deadLetter(DeadLetter letter) {
        Delivery source = letter.source();
        Entry entry = ready.get(source.position());
        if (letter.reason() == DeathReason.REJECTED) {
            entry = leaving.stream().filter(left -> left.position == source.position()).findFirst().orElseThrow();
            require(entry.delivery == source, "what is rejected leaves");
            return;
        }
        require(entry != null && entry.message == source.message(), "only what is ready dies");
        boolean isFirst = ready.firstEntry().getValue() == entry;
        if (letter.reason() == DeathReason.MAXLEN) {
            require(isFirst && ready.size() > lengthMax, "the first message leaves a full queue");
        } else {
            require(isOver(entry), "only what is over expires");
            boolean isNext = takers.values().stream().anyMatch(taker -> candidate(head(), taker) == entryAt(source))
                    || candidate(head(), null) == entryAt(source);
            require(isFirst || isNext, "messages expire when they are first or next");
        }
        ready.remove(entry.position);
        entry.delivery = source;
        leaving.add(entry);
    }

    private Entry entryAt(Delivery source) {
        return ready.get(source.position());
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
        level.store.reserve(position, TestQueue.unitOf(1));
        level.marksAsked.add(position);
    }

    @Override
    public void wakeAt(long millis) {
        wakeAt = millis;
    }

    boolean tryTake(Consumer consumer) {
        if (permitsTaken == PERMITS_MAX) {
            takers.get(consumer).refusedPermit = true;
            return false;
        }
        permitsTaken++;
        return true;
    }

    /** What holds after every command. */
    void check(QueueActor actor) {
        require(actor.readyCount() == ready.size(), "nothing is lost among the ready ones");
        require(actor.unackedCount() == unacked.size(), "nothing is lost among the unacked ones");
        require(actor.consumerCount() == takers.size(), "consumers are counted");
        if (deleted) {
            return;
        }
        require(level.store.messages.size() == storedCount(), "the store holds what is ready, unacked or leaving");
        boolean loads = level.pages.question() != null;
        require(ready.size() <= lengthMax || loads, "the queue is not longer than it may be");
        List<Entry> head = head();
        if (!head.isEmpty()) {
            Entry first = head.getFirst();
            require(due || wakeAt <= first.deadline, "a tick is asked for in time");
        }
        boolean waitsForMark = !level.marksAsked.isEmpty();
        for (Taker taker : takers.values()) {
            if (taker.isWilling() && candidate(ready.values(), taker) != null) {
                boolean isOut = candidate(head, taker) == null;
                require(
                        due || loads || !isOut && waitsForMark,
                        "who can take a message gets it, or what it needs is asked for");
            }
        }
        if (!getters.isEmpty()) {
            require(loads || waitsForMark, "who asks waits for something");
        }
    }

    private long storedCount() {
        return ready.values().stream().filter(entry -> entry.stored).count()
                + unacked.stream().filter(entry -> entry.stored).count()
                + leaving.stream().filter(entry -> entry.stored).count();
    }

    static void require(boolean holds, String rule) {
        QueueModel.require(holds, rule);
    }
}
