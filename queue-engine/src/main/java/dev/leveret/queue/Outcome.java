package dev.leveret.queue;

/** What becomes of an unacked message. */
public enum Outcome {
    /** {@code basic.ack}: it has been dealt with. */
    ACK,
    /** It goes back to its place in the queue: {@code basic.nack} with requeue, recover. */
    REQUEUE,
    /** The same, as nobody could deal with it: {@code basic.reject} with requeue, a channel that has ended. */
    FAIL,
    /** {@code basic.nack} or reject without requeue. */
    DISCARD
}
