/**
 * What the broker tells about itself through exchanges of its own: the firehose (RabbitMQ doc page "Firehose Tracer") and the
 * event exchange (its plugin rabbitmq_event_exchange), and how a thing that has happened looks as a message.
 *
 * <p>Whether and when something has happened does not belong here: whoever does it says so.
 */
package dev.leveret.server.event;
