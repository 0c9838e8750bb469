/**
 * Consuming: consumers and basic.get, prefetch, acknowledgements, requeueing, and direct reply-to. What queues are
 * and how messages get into them is in the packages beside this one.
 */
package dev.leveret.interop.consuming;
