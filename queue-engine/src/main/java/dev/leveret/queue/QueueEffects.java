package dev.leveret.queue;

import dev.leveret.queue.death.DeadLetter;
import dev.leveret.queue.state.Consumer;
import dev.leveret.queue.state.Delivery;

/**
 * What a queue wants done in the world. Called on the queue's loop, from within the actor's methods,
 * after its own state has changed; so an implementation may call the actor back.
 */
public interface QueueEffects {

    /** Hands a message to a consumer. If the consumer is noAck the queue has forgotten it already. */
    void deliver(Consumer consumer, Delivery delivery);

    /** Answers a command. */
    void reply(ReplyTo replyTo, QueueReply reply);

    /** The queue has been deleted under this consumer. What it holds need not be settled any more. */
    void consumerCancelled(Consumer consumer);

    /** How long this consumer's deliveries may be unacknowledged may have changed: the queue has other rules. */
    void consumerTimeoutChanged(Consumer consumer);

    /**
     * A message has died, and is to be published to the dead letter exchange that the queue has now. Not from within this call,
     * since that may lead back to this queue. When the letter goes, or if there is nowhere for it to go, the queue wants to hear
     * {@code Depart} if the letter has a source.
     *
     * @param letter one of many; those of one queue go in the order in which they come
     */
    void deadLetter(DeadLetter letter);

    /**
     * An auto-delete queue has lost its last consumer, or nobody has used the queue for as long as it may be unused. It is
     * not deleted yet: that takes a Delete, if unused, since another consumer may come in between.
     */
    void unused();

    /**
     * There is something to deliver: {@link QueueActor#deliver} is wanted at the end of the loop's
     * turn. Not repeated until deliver has returned false.
     */
    void deliveryDue();

    /**
     * The store is to note this position of a priority with {@link dev.leveret.queue.port.QueueStore#reserve}; the command
     * {@code Reserved} says when that is durable.
     */
    void reserve(int priority, long position);

    /**
     * The command Tick is wanted at this time, and no more at the time that was named before.
     *
     * @param millis since 1970; perhaps past; {@link Long#MAX_VALUE}: it is not wanted
     */
    void wakeAt(long millis);
}
