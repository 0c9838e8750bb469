package dev.leveret.server.auth;

/** A login whose password takes long to check, while it waits for its turn. */
interface SlowCheck {

    /** Where it comes from. */
    Place place();

    /** What is known of that place now. */
    Standing standing();

    /** Whether nobody waits for it any more. */
    boolean isOver();

    /** Its turn has come. */
    void run();

    /** It gets no turn: too much waits. */
    void giveUp();
}
