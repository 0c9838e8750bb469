/**
 * The methods of AMQP 0-9-1 with RabbitMQ's additions, one record each, and their decoder. What never
 * belongs here: frames, content, and what a method does.
 *
 * <p>Names follow the specification: class {@code queue}, method {@code declare-ok} is
 * {@link dev.leveret.amqp.method.QueueMethod.DeclareOk}. Reserved fields are skipped when read, written as
 * zero or empty, and are no components.
 */
package dev.leveret.amqp.method;
