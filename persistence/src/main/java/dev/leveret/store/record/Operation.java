package dev.leveret.store.record;

/** The tags of the operations in a round. */
final class Operation {

    static final int ENQUEUE = 1;
    static final int SETTLE = 2;
    static final int DEFINE = 3;
    static final int UNDEFINE = 4;
    static final int DROP_QUEUE = 5;
    static final int MARK = 6;
    static final int PURGE = 7;

    private Operation() {}
}
