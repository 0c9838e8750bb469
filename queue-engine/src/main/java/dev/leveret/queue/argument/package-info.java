/**
 * The arguments of {@code queue.declare}: which of them a type of queue has, and which values they may have, with RabbitMQ's words
 * for those they may not. Nothing of what an argument does to a queue.
 */
package dev.leveret.queue.argument;
