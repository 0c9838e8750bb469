package dev.leveret.routing.kept;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that all exchanges together may keep things in, and queues that deduplicate their keys. When it is full, whoever
 * holds most lets go of its oldest, so that one greedy exchange cannot starve the others. From any thread.
 */
public final class KeptMemory {

    /** Somebody who keeps things. */
    public interface Holder {

        /** How much it holds, in bytes. */
        long size();

        /** Lets go of the oldest until so many bytes are free, or nothing is left; answers whether it let go of anything. */
        boolean dropOldest(long bytes);
    }

    private final long sizeMax;
    private final List<Holder> holders = new CopyOnWriteArrayList<>();
    private final AtomicLong size = new AtomicLong();
    private volatile boolean recovering;

    /** @param sizeMax in bytes */
    public KeptMemory(long sizeMax) {
        this.sizeMax = sizeMax;
    }

    /** From now on one thread takes up what was kept before a start, and nobody else keeps anything; or that is over. */
    public void recovering(boolean begins) {
        recovering = begins;
    }

    /** Whether what was kept before a start is being taken up: by the thread that takes and has others make room, and by nobody else. */
    public boolean isRecovering() {
        return recovering;
    }

    /** How much is in use, in bytes. */
    public long size() {
        return size.get();
    }

    /** Somebody will keep things. */
    public void join(Holder holder) {
        holders.add(holder);
    }

    /** Somebody keeps nothing any more. */
    public void leave(Holder holder) {
        holders.remove(holder);
    }

    /** A holder has taken so many bytes; makes room if that was too much. */
    public void take(long bytes) {
        long excess = size.addAndGet(bytes) - sizeMax;
        while (excess > 0) {
            Holder greatest = greatest();
            if (greatest == null || !greatest.dropOldest(excess)) {
                return; // somebody else is about to give some back
            }
            excess = size.get() - sizeMax;
        }
    }

    /** A holder has let go of so many bytes. */
    public void giveBack(long bytes) {
        size.addAndGet(-bytes);
    }

    private Holder greatest() {
        Holder greatest = null;
        long most = 0;
        for (Holder holder : holders) {
            long held = holder.size();
            if (held > most) {
                greatest = holder;
                most = held;
            }
        }
        return greatest;
    }
}
