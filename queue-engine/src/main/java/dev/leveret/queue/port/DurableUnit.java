package dev.leveret.queue.port;

/**
 * Operations of the store that become durable together or not at all: a publish to several durable
 * queues, a {@code tx.commit}. Its parts may arrive through several loops, in any order.
 *
 * <p>Immutable but for the slot that belongs to the store.
 */
public final class DurableUnit {

    /** Hears of the outcome, once, on the loop {@link DurableUnit#loop()}. */
    public interface Completion {

        /** All parts are durable. */
        void durable();

        /** No part is, and none will be. */
        void failed();
    }

    /** For those who want all or nothing, and not to hear which. */
    public static final Completion NOBODY = new Completion() {
        @Override
        public void durable() {
            // Nobody waits for it.
        }

        @Override
        public void failed() {
            // Nobody waits for it.
        }
    };

    private final int parts;
    private final int loop;
    private final Completion completion;

    /** Written and read by the store's thread alone. */
    private Object storeState;

    /**
     * A unit of which no part has arrived yet.
     *
     * @param parts how many calls of the store will name it; at least 1
     * @param loop index of the event loop that hears of the outcome; 0-based
     */
    public DurableUnit(int parts, int loop, Completion completion) {
        if (parts < 1) {
            throw new IllegalArgumentException("a unit of " + parts + " parts");
        }
        this.parts = parts;
        this.loop = loop;
        this.completion = completion;
    }

    /** How many calls of the store name this unit. */
    public int parts() {
        return parts;
    }

    /** Index of the event loop that hears of the outcome. */
    public int loop() {
        return loop;
    }

    /** Who hears of the outcome. */
    public Completion completion() {
        return completion;
    }

    /** What the store keeps about the parts that have arrived so far; null at first. Only for the store's thread. */
    public Object storeState() {
        return storeState;
    }

    /** Replaces what the store keeps about this unit. Only for the store's thread. */
    public void storeState(Object state) {
        storeState = state;
    }
}
