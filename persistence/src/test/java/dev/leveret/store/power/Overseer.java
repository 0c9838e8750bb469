package dev.leveret.store.power;

/** Decides what becomes of each operation of a disk. */
public interface Overseer {

    /** The disk works. */
    Overseer NOTHING_HAPPENS = (number, operation, file, grows) -> Verdict.DONE;

    /** What becomes of an operation. */
    enum Verdict {
        /** It works. */
        DONE,
        /** It fails, after a part of it was done perhaps; the next one may work. */
        FAILS,
        /** The power goes before it has begun; or in its midst, since what is not synced may have reached the disk. */
        POWER_FAILS,
        /** The power goes when it is done but has not returned. */
        POWER_FAILS_AFTERWARDS
    }

    /** An operation is about to take place. May wait; the disk is not locked. */
    default void arrived(Operation operation, String file) {}

    /**
     * Called with the disk locked.
     *
     * @param number of the operation on this disk; the first is 1
     * @param grows whether it needs space that the file does not have yet
     */
    Verdict verdict(long number, Operation operation, String file, boolean grows);
}
