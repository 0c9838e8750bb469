/** Queues of limited length. */
package dev.leveret.interop.differential.limits;
