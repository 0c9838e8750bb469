/**
 * Choosing one of several by a hash, so that equal keys choose the same and few choose otherwise when one joins or
 * leaves. What never belongs here: what is hashed of a message, and what is chosen among.
 */
package dev.leveret.routing.hash;
