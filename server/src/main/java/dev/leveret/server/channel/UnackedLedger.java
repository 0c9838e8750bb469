package dev.leveret.server.channel;

import dev.leveret.queue.state.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * The deliveries of a channel that the client has not settled, by delivery tag.
 *
 * <p>Tags are given in order, so a ring holds them: looking one up is an access to an array. When a few old ones are
 * left behind by many younger ones they are set aside, so that the ring's size follows the number of unacked
 * deliveries and not the distance between the oldest and the youngest.
 */
final class UnackedLedger {

    private static final int CAPACITY_MIN = 16;

    /** The ring is not made bigger while less than this part of it is in use: the oldest are set aside instead. */
    private static final int SPARSE_SHARE = 4;

    private Delivery[] deliveries = new Delivery[CAPACITY_MIN];
    private DeliverySource[] sources = new DeliverySource[CAPACITY_MIN];

    /** The ring holds tags from {@code low} (inclusive) to {@code next} (exclusive); tags start at 1. */
    private long low = 1;

    private long next = 1;
    private int countInRing;

    private TreeMap<Long, Entry> aside;

    /** What belongs to one tag. */
    record Entry(Delivery delivery, DeliverySource source) {}

    /** Takes entries out of the ledger. */
    @FunctionalInterface
    interface Sink {

        void take(long tag, Delivery delivery, DeliverySource source);
    }

    /** How many deliveries are unsettled. */
    int count() {
        return countInRing + (aside == null ? 0 : aside.size());
    }

    /** Gives the next tag to a delivery that has to be settled. */
    long add(Delivery delivery, DeliverySource source) {
        if (next - low == deliveries.length) {
            makeRoom();
        }
        int slot = slot(next);
        deliveries[slot] = delivery;
        sources[slot] = source;
        countInRing++;
        return next++;
    }

    /** Gives the next tag to a delivery that counts as settled already. */
    long skip() {
        if (countInRing == 0) {
            low = next + 1;
        } else if (next - low == deliveries.length) {
            makeRoom();
        }
        return next++;
    }

    /** The tag that the next delivery gets. */
    long nextTag() {
        return next;
    }

    /** The lowest unsettled tag; Long.MAX_VALUE if there is none. */
    long oldestTag() {
        if (aside != null && !aside.isEmpty()) {
            return aside.firstKey();
        }
        return countInRing == 0 ? Long.MAX_VALUE : low;
    }

    /** Shows all that are unsettled, the oldest first. */
    void forEach(Sink visitor) {
        if (aside != null) {
            aside.forEach((tag, entry) -> visitor.take(tag, entry.delivery(), entry.source()));
        }
        for (long tag = low; tag < next; tag++) {
            Delivery delivery = deliveries[slot(tag)];
            if (delivery != null) {
                visitor.take(tag, delivery, sources[slot(tag)]);
            }
        }
    }

    /** Takes all out that come from one source, the oldest first. */
    void takeOf(DeliverySource wanted, Sink sink) {
        List<Long> tags = new ArrayList<>();
        forEach((tag, delivery, source) -> {
            if (source == wanted) {
                tags.add(tag);
            }
        });
        tags.forEach(tag -> take(tag, sink));
    }

    /** Whether this tag is unsettled. */
    boolean contains(long tag) {
        return inRing(tag) ? deliveries[slot(tag)] != null : aside != null && aside.containsKey(tag);
    }

    /**
     * Takes one out.
     *
     * @return false if there is none with this tag
     */
    boolean take(long tag, Sink sink) {
        if (!inRing(tag)) {
            return takeFromAside(tag, sink);
        }
        int slot = slot(tag);
        Delivery delivery = deliveries[slot];
        if (delivery == null) {
            return false;
        }
        DeliverySource source = sources[slot];
        clear(slot);
        advance();
        sink.take(tag, delivery, source);
        return true;
    }

    /** Takes all out whose tags are not above this one, the oldest first. */
    void takeUpTo(long tag, Sink sink) {
        if (aside != null) {
            var old = aside.headMap(tag, true);
            var taken = new TreeMap<>(old);
            old.clear();
            taken.forEach((oldTag, entry) -> sink.take(oldTag, entry.delivery(), entry.source()));
        }
        long last = Math.min(tag, next - 1);
        for (long current = low; current <= last && countInRing > 0; current++) {
            int slot = slot(current);
            Delivery delivery = deliveries[slot];
            if (delivery != null) {
                DeliverySource source = sources[slot];
                clear(slot);
                sink.take(current, delivery, source);
            }
        }
        advance();
    }

    /** Puts one back that was taken out, under its old tag. */
    void restore(long tag, Delivery delivery, DeliverySource source) {
        if (inRing(tag)) {
            deliveries[slot(tag)] = delivery;
            sources[slot(tag)] = source;
            countInRing++;
            return;
        }
        setAside(tag, delivery, source);
    }

    /** How many of the deliveries went to consumers, not to basic.get. */
    int countOfConsumers() {
        int count = 0;
        for (long tag = low; tag < next; tag++) {
            if (sources[slot(tag)] instanceof ChannelConsumer) {
                count++;
            }
        }
        if (aside != null) {
            for (Entry entry : aside.values()) {
                count += entry.source() instanceof ChannelConsumer ? 1 : 0;
            }
        }
        return count;
    }

    private boolean inRing(long tag) {
        return tag >= low && tag < next;
    }

    private int slot(long tag) {
        return (int) tag & deliveries.length - 1;
    }

    private void clear(int slot) {
        deliveries[slot] = null;
        sources[slot] = null;
        countInRing--;
    }

    private void advance() {
        if (countInRing == 0) {
            low = next;
            return;
        }
        while (deliveries[slot(low)] == null) {
            low++;
        }
    }

    private boolean takeFromAside(long tag, Sink sink) {
        Entry entry = aside == null ? null : aside.remove(tag);
        if (entry == null) {
            return false;
        }
        sink.take(tag, entry.delivery(), entry.source());
        return true;
    }

    private void makeRoom() {
        advance();
        if (next - low < deliveries.length) {
            return;
        }
        if (countInRing < deliveries.length / SPARSE_SHARE) {
            setOldHalfAside();
        } else {
            grow();
        }
    }

    private void setOldHalfAside() {
        long end = low + deliveries.length / 2;
        for (; low < end; low++) {
            int slot = slot(low);
            if (deliveries[slot] != null) {
                setAside(low, deliveries[slot], sources[slot]);
                clear(slot);
            }
        }
        advance();
    }

    private void setAside(long tag, Delivery delivery, DeliverySource source) {
        if (aside == null) {
            aside = new TreeMap<>();
        }
        aside.put(tag, new Entry(delivery, source));
    }

    private void grow() {
        Delivery[] oldDeliveries = deliveries;
        DeliverySource[] oldSources = sources;
        deliveries = new Delivery[oldDeliveries.length * 2];
        sources = new DeliverySource[oldSources.length * 2];
        for (long tag = low; tag < next; tag++) {
            int from = (int) tag & oldDeliveries.length - 1;
            deliveries[slot(tag)] = oldDeliveries[from];
            sources[slot(tag)] = oldSources[from];
        }
    }

    /** Slots of the ring, for a look at its memory. */
    int capacity() {
        return deliveries.length;
    }
}
