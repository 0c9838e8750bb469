package dev.leveret.interop.kills;

import dev.leveret.interop.kills.Event.Copy;
import dev.leveret.interop.kills.Event.Sent;
import java.util.HashSet;
import java.util.Set;

/** What was sent as a whole, and which parts of it no consumer has been given so far. */
final class SentUnit {

    private final Sent sent;
    private final Set<Copy> unseen;
    private boolean confirmed;
    private boolean rolledBack;
    private boolean outlivedKill;

    SentUnit(Sent sent) {
        this.sent = sent;
        this.unseen = new HashSet<>(sent.copies());
    }

    Sent sent() {
        return sent;
    }

    void confirm() {
        confirmed = true;
    }

    void rollBack() {
        rolledBack = true;
    }

    /**
     * Takes note of a delivery, if it is of this unit.
     *
     * @param round in which a consumer was given it
     */
    void see(Copy copy, int round) {
        if (sent.copies().contains(copy)) {
            outlivedKill |= round > sent.round();
            unseen.remove(copy);
        }
    }

    /** Confirmed and not, or not wholly, seen. */
    boolean isAwaited() {
        return confirmed && !unseen.isEmpty();
    }

    /** Confirmed and seen: nothing more can be said of it. */
    boolean isDone() {
        return confirmed && unseen.isEmpty();
    }

    /** Neither confirmed nor rolled back: both ends are right. */
    boolean isInDoubt() {
        return !confirmed && !rolledBack;
    }

    /**
     * Whether it was there in part, or although it was rolled back. To be asked when nothing more can come of it. Parts that
     * were delivered before the kill prove nothing: deliveries do not wait for the disk. Parts that were there after it do.
     */
    boolean isBroken() {
        boolean isSeen = unseen.size() < sent.copies().size();
        return isSeen && rolledBack || outlivedKill && !unseen.isEmpty();
    }

    @Override
    public String toString() {
        return "publisher " + sent.publisher() + " in round " + sent.round() + (confirmed ? ", confirmed" : "")
                + (rolledBack ? ", rolled back" : "") + ", sent " + sent.copies() + ", not seen " + unseen;
    }
}
