/**
 * What the queue asks of a store: the port and the tokens that pass through it. No queue rule and no
 * file format lives here; the persistence module implements the port, tests do so in memory.
 */
package dev.leveret.queue.port;
