/**
 * Kills of the real process under load: the broker and its clients are processes of their own, and the test compares
 * what the clients saw. What belongs here is the load, the books and their rules; what one kill does to a prepared broker
 * is in the package durability.
 */
package dev.leveret.interop.kills;
