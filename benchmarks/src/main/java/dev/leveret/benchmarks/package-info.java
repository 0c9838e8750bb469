/**
 * Microbenchmarks (JMH) of what runs for each message: the codec, routing, and the queue, each without a
 * socket and apart from the others. They compile with the build and never run in it; {@code
 * benchmarks/jmh} runs them. What takes a running broker is measured by {@code benchmarks/compare}
 * instead.
 */
package dev.leveret.benchmarks;
