package dev.leveret.server.connection;

import dev.leveret.server.channel.ChannelSession;
import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.List;

/** The channels of one connection by number. Owned by its loop. */
final class ChannelTable {

    /** A number that is in use. */
    static final class Slot {

        private final ChannelSession session;
        private boolean failed;

        Slot(ChannelSession session) {
            this.session = session;
        }

        ChannelSession session() {
            return session;
        }

        /** Whether the server has closed it for an error and awaits channel.close-ok. */
        boolean failed() {
            return failed;
        }

        void fail() {
            failed = true;
        }
    }

    private final IntObjectMap<Slot> slots = new IntObjectHashMap<>();
    private final Runnable removed;

    /** The slot found last: most frames are for the channel of the frame before. */
    private Slot last;
    private int lastNumber;

    /** @param removed hears of each number that is free again */
    ChannelTable(Runnable removed) {
        this.removed = removed;
    }

    /** The slot of a number that is in use, or null. */
    Slot find(int number) {
        if (number == lastNumber && last != null) {
            return last;
        }
        Slot slot = slots.get(number);
        last = slot;
        lastNumber = number;
        return slot;
    }

    void add(int number, ChannelSession session) {
        slots.put(number, new Slot(session));
        last = null;
    }

    void remove(int number) {
        last = null;
        if (slots.remove(number) != null) {
            removed.run();
        }
    }

    /** How many numbers are in use. */
    int count() {
        return slots.size();
    }

    /** All of them, those that an error has closed too: they may still be letting go of what they held. */
    List<ChannelSession> sessions() {
        List<ChannelSession> sessions = new ArrayList<>(slots.size());
        slots.values().forEach(slot -> sessions.add(slot.session()));
        return sessions;
    }
}
