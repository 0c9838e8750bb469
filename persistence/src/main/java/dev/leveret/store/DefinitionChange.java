package dev.leveret.store;

/**
 * A definition that is new or gone, in bytes.
 *
 * @param definition null if it is gone
 */
record DefinitionChange(byte[] key, byte[] definition) {}
