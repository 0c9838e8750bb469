/**
 * The event loops as the broker sees them: what a turn is, what is done at its end and in which order, how one loop
 * sends something to another, and when reading from publishers has to pause because of it.
 *
 * <p>Neither AMQP nor queues belong here: a loop knows only that something is due.
 */
package dev.leveret.server.loop;
