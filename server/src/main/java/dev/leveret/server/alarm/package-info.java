/**
 * Shortage of memory or disk: how it is noticed, and who is told.
 *
 * <p>What a connection does about it does not belong here.
 */
package dev.leveret.server.alarm;
