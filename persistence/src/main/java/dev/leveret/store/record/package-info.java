/**
 * What things look like in bytes: messages, the operations of a round, definitions, batches. Neither files nor threads
 * are known here. The layouts are described in docs/decisions/0005-store-layout.md; each carries a version.
 */
package dev.leveret.store.record;
