/**
 * A message as a publisher sent it, immutable and mostly still in its wire bytes, and the per-connection
 * caches that give equal bytes one object. What never belongs here: deliveries, queues, and reference
 * counted buffers.
 */
package dev.leveret.amqp.message;
