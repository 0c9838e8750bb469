/**
 * What the codec's tests share: seeded random values and methods, and their counterparts in RabbitMQ's
 * Java client. What never belongs here: a test.
 */
package dev.leveret.amqp.testing;
