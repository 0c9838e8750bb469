package dev.leveret.store;

import dev.leveret.amqp.key.Original;

/**
 * A message with a deduplication key: one operation, so that nothing comes between the two.
 *
 * @param entry null: nothing is to be stored here
 * @param key the record of the key; null if there is none
 * @param original what the units of messages wait for that repeat it; null if none has to
 */
record KeyedAppend(StoredEntry entry, StoredEntry key, Original original) {}
