/**
 * Queues: declaring, redeclaring, deleting and purging them, whom they belong to, and which arguments they take.
 */
package dev.leveret.interop.queues;
