/**
 * Exchanges and bindings: from a message to the queues that it goes to. {@link dev.leveret.routing.Topology}
 * holds what one virtual host has declared and is changed by one writer at a time;
 * {@link dev.leveret.routing.Router} finds the targets of a message, on any thread and without a lock.
 * What never belongs here: what is in a queue, permissions, the network and the disk.
 */
package dev.leveret.routing;
