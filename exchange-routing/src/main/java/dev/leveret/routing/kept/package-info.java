/**
 * What exchanges keep of the messages that went through them: the last ones, and the keys that were seen. All of it is in
 * memory, shared by all threads that route, without a lock, and bounded by one {@link dev.leveret.routing.kept.KeptMemory}.
 * What never belongs here: where messages go.
 */
package dev.leveret.routing.kept;
