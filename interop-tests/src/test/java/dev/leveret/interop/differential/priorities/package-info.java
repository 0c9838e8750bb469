/** Priorities of messages and of consumers. */
package dev.leveret.interop.differential.priorities;
