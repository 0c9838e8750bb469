package dev.leveret.store;

/** The points of a checkpoint between which a crash leaves different files behind. Tests look at each. */
enum CheckpointStep {
    /** Handed over; the H2 store is as it was. */
    BEGUN,
    /** All is in the H2 store's maps and committed. */
    COMMITTED,
    /** If the file was mostly dead: what is alive is in the next generation, not synced. */
    REWRITTEN,
    /** The H2 store is synced, the journal knows nothing of it. */
    SYNCED,
    /** The proof is in the journal and synced; what is no longer needed is still there. */
    PROVEN,
    /** All done. */
    CLEANED;

    /** Hears of each step, on the checkpoint thread. */
    interface Listener {
        void reached(CheckpointStep step);
    }
}
