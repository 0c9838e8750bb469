/**
 * The patterns of the headers exchange: when the headers of a message match the arguments of a binding.
 * What never belongs here: where a match leads.
 */
package dev.leveret.routing.headers;
