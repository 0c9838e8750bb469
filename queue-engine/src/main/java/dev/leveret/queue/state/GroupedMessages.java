package dev.leveret.queue.state;

import dev.leveret.queue.index.PositionIndex;
import dev.leveret.queue.index.RankedHeap;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.port.PlaceMemory;
import dev.leveret.queue.port.QueuePages;
import dev.leveret.queue.port.RecoveredRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongToIntFunction;

/**
 * The ready messages of a queue with groups. One that belongs to nobody's group, or to none, is free for anybody; others are for
 * the owner of their group only.
 *
 * <p>The head is an index of positions in which the free ones are marked: of each group the first one, if nobody holds messages of it.
 * What an owner may take is in its {@link GroupShare}. Behind the head waits what comes later, as in any queue, and is not looked at:
 * all that is before it is in the head, so the first free one is the first of all. Of what was passed over memory may keep no more than the places.
 */
public final class GroupedMessages implements ReadyMessages {

    private final GroupName groupName;
    private final TimeToLive timeToLive;
    private final ReadyTotals totals;
    private final PositionIndex<Waiting> head = new PositionIndex<>();
    private final PassedOver passedOver;
    private final Map<String, MessageGroup> groups = new HashMap<>();
    private final RankedHeap<GroupShare> willing = new RankedHeap<>();
    private final Backlog backlog;
    private final PagedOut pagedOut;

    /** Owns the groups of what was taken with {@code basic.get}. */
    private final GroupShare nobody = new GroupShare(null, willing);

    private long headBytes;

    /** All that was ever taken has a lower position, or this one. */
    private long takenUpTo = -1;

    private long servedCount;

    /**
     * No messages.
     *
     * @param header the name of the header that says which group a message belongs to
     * @param totals of the queue that this is a part of
     * @param places the memory for those that are passed over
     */
    public GroupedMessages(String header, TimeToLive timeToLive, ReadyTotals totals, PlaceMemory places) {
        this.groupName = new GroupName(header);
        this.timeToLive = timeToLive;
        this.totals = totals;
        this.passedOver = new PassedOver(head, places);
        this.backlog = new Backlog(timeToLive, totals);
        this.pagedOut = backlog.pagedOut();
    }

    /** A consumer has come that was never here. */
    void welcome(Consumer consumer) {
        consumer.share = new GroupShare(consumer, willing);
    }

    /** How many of those whose turn may come own something that they could take. */
    public int willingOwnerCount() {
        return willing.count();
    }

    /** Of those whose turn may come and who own something that they could take, the one who comes first; null if there is none. */
    public Consumer willingOwner() {
        GroupShare share = willing.first();
        return share == null ? null : share.consumer;
    }

    /** Whether there is one that anybody may take, in memory or not. */
    public boolean anyFree() {
        return head.anyMarked();
    }

    /**
     * The first message that this consumer may take: one that is free, or of a group of its own; null if there is none. If it is out of memory it has to
     * come back first.
     */
    public Waiting nextFor(Consumer consumer) {
        Waiting free = head.firstMarked();
        Waiting own = consumer.share.first();
        return own == null || free != null && free.position() < own.position() ? free : own;
    }

    /** A consumer takes the first message that it may take. If it settles messages, the group is its own until then. */
    public void takeFor(Consumer consumer, Waiting next) {
        take(next, consumer.noAck() ? null : consumer.share);
        consumer.share.served(++servedCount);
    }

    /** Takes the first message that somebody may take, to have it leave. */
    public void drop(Waiting next) {
        take(next, null);
    }

    @Override
    public int count() {
        return head.count() + backlog.count();
    }

    @Override
    public boolean isEmpty() {
        return head.isEmpty() && pagedOut.isEmpty();
    }

    @Override
    public boolean hasNext() {
        return !head.isEmpty() && (passedOver.count() == 0 || head.first().isInMemory());
    }

    @Override
    public Delivery next() {
        return head.first().delivery;
    }

    @Override
    public Delivery takeFirst() {
        Waiting first = head.first();
        take(first, null);
        return first.delivery;
    }

    @Override
    public boolean hasFree() {
        return head.anyMarked() && head.firstMarked().isInMemory();
    }

    @Override
    public Delivery nextFree() {
        return head.firstMarked().delivery;
    }

    @Override
    public Delivery takeFree(boolean held) {
        Waiting free = head.firstMarked();
        take(free, held ? nobody : null);
        return free.delivery;
    }

    @Override
    public boolean mayHaveFree() {
        return anyFree() || !pagedOut.isEmpty();
    }

    @Override
    public boolean hasPlaceForAnybody() {
        return anyFree();
    }

    @Override
    public boolean hasRoomForMore() {
        return passedOver.hasRoomBeside(headBytes);
    }

    /** Takes the next one of its group, or one without. */
    private void take(Waiting taken, GroupShare holder) {
        Delivery delivery = taken.delivery;
        head.remove(delivery.position());
        totals.add(-1, -taken.bodySize());
        if (taken.isInMemory()) {
            headBytes -= delivery.message().size();
        } else {
            passedOver.left(taken);
        }
        takenUpTo = Math.max(takenUpTo, delivery.position());
        MessageGroup group = taken.group;
        if (group != null) {
            group.removeFirst();
            if (holder != null) {
                group.hold(holder);
                delivery.group = group;
            }
            changed(group);
        }
    }

    /** A group has lost its first message or its owner, or has got them: tells those who may take what is first now. */
    private void changed(MessageGroup group) {
        Waiting next = group.first();
        if (next != null && !next.isInMemory()) {
            passedOver.want(next);
        }
        if (group.owner != null) {
            group.owner.look(group);
        } else if (group.isOpen()) {
            head.mark(group.first().position());
        } else if (group.isOver()) {
            groups.remove(group.name);
        }
    }

    @Override
    public void settled(Delivery delivery) {
        MessageGroup group = delivery.group;
        if (group != null) {
            delivery.group = null;
            GroupShare owner = group.owner;
            group.release(false);
            if (group.owner == null) {
                owner.withdraw(group);
                changed(group);
            }
        }
    }

    @Override
    public void putOff(Delivery delivery) {
        MessageGroup group = delivery.group;
        if (group != null) {
            group.rest();
            group.owner.look(group);
        }
    }

    @Override
    public void putBack(Delivery delivery) {
        delivery.holder = null;
        MessageGroup group = delivery.group;
        delivery.group = null;
        Waiting back = new Waiting(delivery, group);
        head.add(back, group == null);
        headBytes += delivery.message().size();
        totals.add(1, delivery.message().bodySize());
        if (group != null) {
            group.owner.withdraw(group);
            if (group.first() != null) {
                passedOver.unwant(group.first());
            }
            group.addReturned(back);
            group.release(true);
            changed(group);
        }
    }

    @Override
    public void addLast(Delivery delivery) {
        totals.add(1, delivery.message().bodySize());
        if (pagedOut.isEmpty()) {
            addToHead(delivery);
        } else {
            backlog.addLast(delivery);
        }
    }

    private void addToHead(Delivery delivery) {
        passedOver.cameIn();
        headBytes += delivery.message().size();
        String name = groupName.of(delivery.message());
        if (name == null) {
            head.add(new Waiting(delivery, null), true);
            return;
        }
        MessageGroup group = groups.computeIfAbsent(name, MessageGroup::new);
        Waiting added = new Waiting(delivery, group);
        boolean isNext = group.first() == null;
        group.addLast(added);
        head.add(added, isNext && group.owner == null);
        if (isNext && group.owner != null) {
            group.owner.look(group);
        }
    }

    @Override
    public PagedOut pagedOut() {
        return pagedOut;
    }

    @Override
    public boolean isOutOfMemory(long position) {
        return pagedOut.covers(position) || passedOver.has(position);
    }

    @Override
    public long firstRecalled() {
        return passedOver.firstWanted();
    }

    @Override
    public long lastRecalled() {
        return takenUpTo;
    }

    @Override
    public long bytes() {
        return headBytes + backlog.bytes();
    }

    @Override
    public long headBytes() {
        return headBytes;
    }

    @Override
    public long deadline() {
        if (hasNext()) {
            return timeToLive.deadline(next().message());
        }
        if (!head.isEmpty()) {
            return Long.MIN_VALUE; // known once it has been read
        }
        return pagedOut.isEmpty() ? TimeToLive.NEVER : pagedOut.earliestDeadline();
    }

    @Override
    public void timeToLiveChanged() {
        pagedOut.mayExpire();
    }

    @Override
    public void addPagedOut(RecoveredRange range, long deadline) {
        backlog.addPagedOut(range, deadline);
    }

    @Override
    public void pageOut(long keepBytes, QueuePages pages) {
        if (!pagedOut.isEmpty() || splitHead(keepBytes, pages)) {
            backlog.pageOut(pages);
        }
    }

    @Override
    public void pageOutPassedOver(QueuePages pages) {
        headBytes -= passedOver.pageOut(takenUpTo, pages);
    }

    /**
     * Returns whether something behind the part that stays can go. All that stays comes before all that was never taken: what is out
     * of memory is read as a range, in which nothing may be that somebody has or has settled.
     */
    private boolean splitHead(long keepBytes, QueuePages pages) {
        Waiting from = head.firstFrom(takenUpTo + 1);
        long keptBytes = 0;
        while (from != null && keptBytes < keepBytes) {
            keptBytes += from.delivery.message().size();
            from = head.firstFrom(from.position() + 1);
        }
        if (from == null || !Backlog.canGo(from.delivery, pages)) {
            return false;
        }
        DeliveryRing rest = new DeliveryRing();
        for (Waiting next = from; next != null; next = head.firstFrom(next.position() + 1)) {
            leaveHead(next);
            rest.addLast(next.delivery);
        }
        backlog.begin(rest);
        headBytes -= backlog.bytes();
        return true;
    }

    private void leaveHead(Waiting waiting) {
        head.remove(waiting.position());
        MessageGroup group = waiting.group;
        if (group == null) {
            return;
        }
        boolean wasNext = waiting == group.first();
        group.remove(waiting);
        if (wasNext && group.owner != null) {
            group.owner.withdraw(group);
        }
        if (group.isOver()) {
            groups.remove(group.name);
        }
    }

    @Override
    public void loaded(List<PagedMessage> messages, long upTo, int priority, LongToIntFunction returnsOf) {
        int countBefore = pagedOut.count();
        long bytesBefore = pagedOut.bodyBytes();
        for (PagedMessage read : messages) {
            int returns = returnsOf.applyAsInt(read.position());
            backlog.takenBack(read);
            addToHead(new Delivery(read.position(), read.message(), read.stored(), priority, returns));
        }
        try {
            backlog.nothingUpTo(upTo, countBefore, bytesBefore);
        } finally {
            joinIfAllIsInMemory();
        }
    }

    @Override
    public void recalled(long from, List<PagedMessage> messages, long upTo) {
        for (PagedMessage read : messages) {
            Waiting back = passedOver.takeBack(read);
            if (back != null) {
                headBytes += read.message().size();
            }
        }
        int missing = 0;
        for (Waiting lost = passedOver.missing(from, upTo); lost != null; lost = passedOver.missing(from, upTo)) {
            take(lost, null);
            missing++;
        }
        if (missing > 0) {
            throw new IllegalStateException(missing + " messages could not be read back");
        }
    }

    private void joinIfAllIsInMemory() {
        if (pagedOut.isEmpty()) {
            for (Delivery next = backlog.takeNewest(); next != null; next = backlog.takeNewest()) {
                addToHead(next);
            }
        }
    }

    @Override
    public void forgetPagedOut() {
        backlog.forgetPagedOut();
        joinIfAllIsInMemory();
    }

    @Override
    public void clear() {
        forgetPagedOut();
        while (!head.isEmpty()) {
            takeFirst();
        }
        head.clear();
        passedOver.clear();
        backlog.clear();
        headBytes = 0;
    }

    /** How many consumers were compared with others since it was made. */
    long steps() {
        return willing.steps();
    }

    /** How many forks of the index were passed since it was made. */
    long forks() {
        return head.steps();
    }
}
