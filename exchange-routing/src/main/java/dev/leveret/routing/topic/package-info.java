/**
 * Matching of routing keys against patterns of words: a trie with one writer and many readers. What never
 * belongs here: what the patterns lead to, exchanges, messages.
 */
package dev.leveret.routing.topic;
