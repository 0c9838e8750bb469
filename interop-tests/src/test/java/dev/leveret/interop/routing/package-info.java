/**
 * Routing: which queues get a message, by exchange type, bindings and headers, and how exchanges and bindings are
 * declared and deleted. What queues do with it is in the packages beside this one.
 */
package dev.leveret.interop.routing;
