/**
 * Virtual hosts: names and what they stand for, the queues as other loops see them, their definitions in the store.
 *
 * <p>What a queue does with a message belongs to the queue engine, where a message goes to routing; what a client
 * gets to see of either, to the channel.
 */
package dev.leveret.server.vhost;
