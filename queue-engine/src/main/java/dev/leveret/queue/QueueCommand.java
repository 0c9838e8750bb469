package dev.leveret.queue;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.port.DurableUnit;
import dev.leveret.queue.port.PagedMessage;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;
import java.util.List;

/** What can be asked of a queue. Commands of one sender take effect in the order they were sent. */
public sealed interface QueueCommand {

    /**
     * Puts a message at the end of the queue. Accepted without effect once the queue is deleted.
     *
     * @param unit one part of it is this command's; null: nobody waits
     */
    record Enqueue(Message message, DurableUnit unit) implements QueueCommand {}

    /**
     * Puts a message at the end of the queue, if there is room for it. Answered by Admission; a deleted queue accepts it without effect.
     *
     * @param unit one part of it is this command's, whatever the answer; null: nobody waits
     * @param replyTo null: nobody asks
     */
    record Offer(Message message, DurableUnit unit, ReplyTo replyTo) implements QueueCommand {}

    /**
     * A dead letter wants to come in: keeps room for it if there is any. Answered by Admission; a deleted queue has room.
     * If it has, TakePromised or GiveUp must follow, with the same message.
     */
    record AskRoom(Message message, ReplyTo replyTo) implements QueueCommand {}

    /** Enqueue for a message that room is kept for. */
    record TakePromised(Message message, DurableUnit unit) implements QueueCommand {}

    /** The message that room is kept for does not come. */
    record GiveUp(Message message) implements QueueCommand {}

    /**
     * A dead letter of this queue is on its way, or there is nowhere for it to go: forgets it.
     *
     * @param source that the letter had
     * @param unit one part of it is this command's; null: nobody waits
     */
    record Depart(Delivery source, DurableUnit unit) implements QueueCommand {}

    /** The queue has other rules from now on, because a policy has changed. */
    record Configure(QueueRules rules) implements QueueCommand {}

    /**
     * Settles deliveries of this queue. Those that are gone, as after its deletion, are passed over.
     *
     * @param deliveries all elements count; the array is not kept
     * @param unit one part of it for each delivery is this command's; null: nobody waits
     */
    record Settle(Delivery[] deliveries, Outcome outcome, DurableUnit unit) implements QueueCommand {}

    /** Adds a consumer that has never been added before. Answered by Subscribed or Refused. */
    record Subscribe(Consumer consumer, ReplyTo replyTo) implements QueueCommand {}

    /**
     * Takes a consumer away; what it holds stays unacked. Answered by Cancelled, even if it is not there.
     *
     * @param replyTo null: nobody asks, as when a channel has closed
     */
    record Cancel(Consumer consumer, ReplyTo replyTo) implements QueueCommand {}

    /**
     * Takes the first ready message, whatever the consumers wait for. Answered by Got, Empty or Refused; perhaps later, if
     * the message is not in memory.
     *
     * @param noAck it counts as settled at once
     */
    record Get(boolean noAck, ReplyTo replyTo) implements QueueCommand {}

    /** Drops what is ready, not what is unacked. Answered by Purged or Refused. */
    record Purge(ReplyTo replyTo) implements QueueCommand {}

    /**
     * Ends the queue, its messages and its consumers. Answered by Deleted or Refused.
     *
     * @param ifUnused refuse if it has consumers
     * @param ifEmpty refuse if a message is ready
     */
    record Delete(boolean ifUnused, boolean ifEmpty, ReplyTo replyTo) implements QueueCommand {}

    /** Answered by Counts or Refused. */
    record Inspect(ReplyTo replyTo) implements QueueCommand {}

    /**
     * A consumer's socket has taken deliveries.
     *
     * @param bytes the sum of their {@link Message#size()}
     */
    record CreditReturned(Consumer consumer, long bytes) implements QueueCommand {}

    /** A permit that this consumer was refused may be free now. */
    record Unblocked(Consumer consumer) implements QueueCommand {}

    /** Time has passed: what is due by the clock is done. To be sent once when the queue has been made, or taken up after a start. */
    record Tick() implements QueueCommand {}

    /** A position of a priority that was asked for with {@link QueueEffects#reserve} is durable. */
    record Reserved(int priority, long position) implements QueueCommand {}

    /** It is not, because the disk has met an error, but may be if it is asked for again. */
    record ReserveRefused(int priority) implements QueueCommand {}

    /**
     * Has memory forget ready messages that can be read back.
     *
     * @param keepBytes of those that are next, which stay, about
     */
    record PageOut(long keepBytes) implements QueueCommand {}

    /**
     * What {@link dev.leveret.queue.port.QueuePages#load} was asked for.
     *
     * @param priority of the messages
     * @param messages all that are out of memory up to a position, in order
     * @param upTo that position
     */
    record Loaded(int priority, List<PagedMessage> messages, long upTo) implements QueueCommand {}

    /** What was asked for cannot be read. Whoever waits for it is refused; a purge makes the queue whole again. */
    record LoadFailed(int priority) implements QueueCommand {}

    /**
     * What is unacknowledged takes too much memory, in all queues together, or no longer does.
     *
     * @param on consumers without a prefetch limit get one message at a time
     */
    record Brake(boolean on) implements QueueCommand {}

    /** The memory for keys is full, and this queue, which deduplicates, has most of it: it gives some back. */
    record ForgetKeys() implements QueueCommand {}

    /** There is room again for messages that a queue with groups passes over: it reads on if somebody wants more. */
    record ReadOn() implements QueueCommand {}

    /** The broker stops in an orderly way: the store is told how far deliveries got. */
    record Stop() implements QueueCommand {}
}
