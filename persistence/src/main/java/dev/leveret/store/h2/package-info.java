/**
 * The H2 store: one MVStore file a generation, what is in its maps, and what of the file is proven. No SQL, no thread, and
 * nothing of the journal. The traps of MVStore that shaped this are in docs/decisions/0005-store-layout.md.
 */
package dev.leveret.store.h2;
