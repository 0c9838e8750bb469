package dev.leveret.store;

import dev.leveret.amqp.key.Original;
import dev.leveret.queue.port.DurableUnit;
import java.util.ArrayList;
import java.util.List;

/** What the store knows of a message that others repeat, as long as it is not in a round. Used by the writer thread alone. */
final class Followers {

    /** In place of these once it is: there is nothing more to wait for. */
    static final Object RELEASED = new Object();

    /** The unit that it is a part of; null as long as that part has not arrived. */
    HeldParts within;

    /** Units with a part that waits for it, once for each such part. */
    private List<DurableUnit> waiting = new ArrayList<>(1);

    /** What is known of an original, which is not released. */
    static Followers of(Original original) {
        Followers followers = (Followers) original.storeState();
        if (followers == null) {
            followers = new Followers();
            original.storeState(followers);
        }
        return followers;
    }

    static boolean isReleased(Original original) {
        return original.storeState() == RELEASED;
    }

    void add(DurableUnit unit) {
        waiting.add(unit);
    }

    /** Those that wait, which do so no longer. */
    List<DurableUnit> takeAll() {
        List<DurableUnit> taken = waiting;
        waiting = new ArrayList<>(0);
        return taken;
    }
}
