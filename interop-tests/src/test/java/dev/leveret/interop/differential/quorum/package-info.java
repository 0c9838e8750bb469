/** Queues of the type quorum, on one node. */
package dev.leveret.interop.differential.quorum;
