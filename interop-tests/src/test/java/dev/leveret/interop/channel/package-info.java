/**
 * Channels as such: their life, the order of method, header and body, flow, and transactions. What is published and
 * consumed on them is in the packages beside this one.
 */
package dev.leveret.interop.channel;
