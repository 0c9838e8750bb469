/**
 * Messages that wait for their time in an exchange that delays: {@link dev.leveret.queue.delay.DelayLine}, a state machine as the queue is,
 * and its wheel of slots. No socket, thread, clock or file, and nothing about where the messages go: docs/decisions/0011.
 */
package dev.leveret.queue.delay;
