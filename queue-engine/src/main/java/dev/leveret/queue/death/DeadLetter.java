package dev.leveret.queue.death;

import dev.leveret.amqp.message.Message;
import dev.leveret.queue.state.Delivery;

/**
 * A message on its way out of a queue. Until {@code Depart} says that it goes, the queue keeps it in its store: after a crash it is
 * ready there again.
 *
 * @param message as it is to be published
 * @param source where it is in the queue that it leaves; null if that has never taken it
 */
public record DeadLetter(Message message, DeathReason reason, Delivery source) {}
