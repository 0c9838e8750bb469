/**
 * The clients of {@code benchmarks/soak}: publishers and consumers of many kinds that come back after each restart of the
 * broker, and the books in which they write down what must be there. Restarting, sampling and plotting is Python's part.
 */
package dev.leveret.benchmarks.soak;
