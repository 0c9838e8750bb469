package dev.leveret.store;

/** Up to which position messages of a queue may be delivered. */
record QueueMark(QueueLog queue, long position) {}
