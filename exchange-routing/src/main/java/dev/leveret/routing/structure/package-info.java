/**
 * Collections that routing needs and the JDK does not have: sets that many threads read while one changes
 * them, and lists that are filled and emptied for each message. What never belongs here: anything that
 * knows what an exchange is.
 */
package dev.leveret.routing.structure;
