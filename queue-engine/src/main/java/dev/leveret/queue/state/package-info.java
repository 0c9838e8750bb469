/**
 * What a queue consists of: the messages that are ready, those that are unacked, the consumers and
 * whose turn it is. Each type keeps one of these in order and knows nothing of commands, replies or
 * the store; the rules that join them are {@link dev.leveret.queue.QueueActor}'s.
 */
package dev.leveret.queue.state;
