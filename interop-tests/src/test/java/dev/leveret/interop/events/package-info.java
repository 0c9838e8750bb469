/**
 * What the broker tells of itself: the firehose at {@code amq.rabbitmq.trace}, and {@code amq.rabbitmq.event}. How other tests'
 * doings look is in the packages beside this one.
 *
 * <p>A broker named by {@code -Dbroker=host:port} has to have them: {@code rabbitmq-plugins enable rabbitmq_event_exchange}
 * and {@code rabbitmqctl trace_on}; and nobody else may use it meanwhile.
 */
package dev.leveret.interop.events;
