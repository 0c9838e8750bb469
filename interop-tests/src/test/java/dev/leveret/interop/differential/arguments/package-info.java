/** Arguments of queue.declare: which values are taken, the texts about the others, and what is the same when a queue is declared again. */
package dev.leveret.interop.differential.arguments;
