/**
 * Ordered structures that a queue looks things up in, each for itself: nothing here knows messages, groups or consumers. What it
 * costs to use one is counted in steps, so that a test can hold it to what it promises.
 */
package dev.leveret.queue.index;
