/** Dead letters: where they go and what their headers say. */
package dev.leveret.interop.differential.deadletters;
