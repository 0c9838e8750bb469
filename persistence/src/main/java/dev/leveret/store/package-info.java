/**
 * The store: what is durable, and how it becomes so. Group commit, checkpoints and recovery are here; AMQP's rules and
 * the order in which queues deliver are not. The layouts and the reasons for them are in
 * docs/decisions/0005-store-layout.md.
 */
package dev.leveret.store;
