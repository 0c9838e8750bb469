/**
 * What is written on a message that becomes a dead letter (RabbitMQ's page "Dead Letter Exchanges"). No queue and no exchange:
 * when a message dies is the queue's business, where it goes is the server's.
 */
package dev.leveret.queue.death;
