package dev.leveret.queue;

import dev.leveret.amqp.error.AmqpError;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;

/** The answer to a command that carried a {@link ReplyTo}. */
public sealed interface QueueReply {

    /** To Offer and AskRoom: whether the queue has taken the message, or will. */
    record Admission(boolean granted) implements QueueReply {}

    /** To Inspect: messages ready to be delivered, and consumers. */
    record Counts(long ready, int consumers) implements QueueReply {}

    /** To Subscribe: deliveries to this consumer come after this reply. */
    record Subscribed(Consumer consumer) implements QueueReply {}

    /** To Cancel: no delivery to this consumer comes after this reply. What it holds stays unacked. */
    record Cancelled(Consumer consumer) implements QueueReply {}

    /** To Get: a message, and how many are still ready behind it. */
    record Got(Delivery delivery, long remainingReady) implements QueueReply {}

    /** To Get: nothing is ready. */
    record Empty() implements QueueReply {}

    /** To Purge: how many messages were dropped. */
    record Purged(long messages) implements QueueReply {}

    /** To Delete: how many messages were ready; 0 if the queue had gone before. */
    record Deleted(long messages) implements QueueReply {}

    /** To any of them: nothing was done, for this reason. */
    record Refused(AmqpError error) implements QueueReply {}
}
