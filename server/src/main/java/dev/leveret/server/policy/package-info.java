/**
 * Policies: what operators ask of queues and exchanges by patterns of their names, which of them apply to one, and what they
 * come to together. Plain values, and no knowledge of queues, exchanges or the store: whoever has those applies what is
 * found here.
 */
package dev.leveret.server.policy;
