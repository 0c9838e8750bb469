/**
 * The clients of {@code benchmarks/deep}: programs that fill queues with numbered messages, empty them again and count,
 * hold messages unacknowledged, or keep a steady flow. They speak through RabbitMQ's Java client. What starts the broker
 * and judges it is Python, in {@code benchmarks/load}; nothing here knows of processes or files of the broker.
 */
package dev.leveret.benchmarks.load;
