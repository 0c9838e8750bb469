/**
 * The journal: sequential rounds of bytes in numbered segments, and how they are read again. What the bytes mean is not
 * known here. The layout is described in docs/decisions/0005-store-layout.md.
 */
package dev.leveret.store.journal;
