/**
 * The queue as a deterministic state machine: {@link dev.leveret.queue.QueueActor} takes commands and
 * the time, and speaks through {@link dev.leveret.queue.QueueEffects} and the store's port. What a
 * client may ask of a queue and what it is told lives here too. No socket, thread, clock or file, and
 * nothing about exchanges and routing.
 */
package dev.leveret.queue;
