/**
 * A disk in memory that remembers what a power cut could leave of it: the files of a store, the journal's as well as H2's.
 * What a store has to contain after a cut is none of its business.
 */
package dev.leveret.store.power;
