package dev.leveret.amqp.key;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A message that brought a key first, for those that repeat it: what they are told may not be more certain than what becomes of
 * the original. From any thread, but for the slot that belongs to the store.
 *
 * <p>It has a part in a unit of the store, or it is settled without one.
 */
public final class Original {

    private static final int OPEN = 0;

    /** Somebody waits, who is known to the store. */
    private static final int FOLLOWED = 1;

    private static final int SETTLED = 2;
    private static final int REFUSED = 3;

    private final AtomicInteger state = new AtomicInteger(OPEN);

    /** Written and read by the store's thread alone. */
    private Object storeState;

    /** A message repeats this one: returns whether there is anything to wait for, by way of the store. */
    public boolean follow() {
        return state.get() == FOLLOWED || state.compareAndSet(OPEN, FOLLOWED) || state.get() == FOLLOWED;
    }

    /**
     * It is known what has become of it. What was told first stays.
     *
     * @param refused it has not been taken, and so those that repeat it are not either
     * @return whether the store has to be told, as it knows of somebody who waits
     */
    public boolean settle(boolean refused) {
        int before = state.getAndUpdate(now -> now >= SETTLED ? now : refused ? REFUSED : SETTLED);
        return before == FOLLOWED;
    }

    /** Whether it is safe, or as safe as it will be, and was not refused. */
    public boolean isSettled() {
        return state.get() == SETTLED;
    }

    /** Whether it has been refused. Asked by those that waited, after they were told. */
    public boolean isRefused() {
        return state.get() == REFUSED;
    }

    /** What the store keeps about it; null at first. Only for the store's thread. */
    public Object storeState() {
        return storeState;
    }

    /** Replaces what the store keeps about it. Only for the store's thread. */
    public void storeState(Object changed) {
        storeState = changed;
    }
}
