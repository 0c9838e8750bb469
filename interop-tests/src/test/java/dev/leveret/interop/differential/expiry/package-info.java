/** Times to live of messages and of queues. */
package dev.leveret.interop.differential.expiry;
