package dev.leveret.queue;

/** What becomes of an unacked message. */
public enum Outcome {
    /** {@code basic.ack}: it has been dealt with. */
    ACK,
    /** It goes back to its place in the queue: {@code basic.nack} or reject with requeue, recover, a closed channel. */
    REQUEUE,
    /** {@code basic.nack} or reject without requeue. */
    DISCARD
}
