package dev.leveret.queue.state;

import dev.leveret.queue.index.Ranked;
import dev.leveret.queue.index.RankedHeap;

/** The groups that a consumer owns and that have something for it. */
final class GroupShare implements Ranked<GroupShare> {

    /** Null: it belongs to those who ask with {@code basic.get}, and nobody can take anything from it. */
    final Consumer consumer;

    private final long priority;
    private final RankedHeap<GroupShare> willing;
    private final RankedHeap<MessageGroup> open = new RankedHeap<>();

    /** When the consumer was served last, counted in deliveries. */
    private long served;

    private int heapIndex = RankedHeap.NOWHERE;

    /** @param willing of those whose turn may come, the ones that own something that they could take */
    GroupShare(Consumer consumer, RankedHeap<GroupShare> willing) {
        this.consumer = consumer;
        this.priority = consumer == null ? 0 : consumer.settings().priority();
        this.willing = willing;
    }

    /** The next message of its own groups; null if there is none. */
    Waiting first() {
        MessageGroup group = open.first();
        return group == null ? null : group.first();
    }

    /** A group of its own can be taken from, or no longer. */
    void look(MessageGroup group) {
        boolean isHere = group.heapIndex() != RankedHeap.NOWHERE;
        if (!group.isOpen()) {
            if (isHere) {
                remove(group);
            }
        } else if (isHere) {
            open.update(group);
        } else {
            open.add(group);
            consumerChanged();
        }
    }

    /** A group of its own is its own no more, or is about to change. */
    void withdraw(MessageGroup group) {
        if (group.heapIndex() != RankedHeap.NOWHERE) {
            remove(group);
        }
    }

    private void remove(MessageGroup group) {
        open.remove(group);
        consumerChanged();
    }

    /** The consumer's turn may come, or may not, or it has something of its own to take, or has not. */
    void consumerChanged() {
        boolean isHere = heapIndex != RankedHeap.NOWHERE;
        boolean belongsHere = consumer != null && consumer.isInTurn() && !open.isEmpty();
        if (belongsHere && !isHere) {
            willing.add(this);
        } else if (isHere && !belongsHere) {
            willing.remove(this);
        }
    }

    /** The consumer has got a message, the last one of so many. */
    void served(long delivery) {
        served = delivery;
        if (heapIndex != RankedHeap.NOWHERE) {
            willing.update(this);
        }
    }

    /** How many groups were compared with others since it was made. */
    long steps() {
        return open.steps();
    }

    /** Of a higher priority, or of the same and served longer ago. */
    @Override
    public boolean isBefore(GroupShare other) {
        return priority == other.priority ? served < other.served : priority > other.priority;
    }

    @Override
    public int heapIndex() {
        return heapIndex;
    }

    @Override
    public void heapIndex(int index) {
        heapIndex = index;
    }
}
