package dev.leveret.store.power;

/** What changes a disk, or makes a change durable. */
public enum Operation {
    CREATE,
    WRITE,
    TRUNCATE,
    SYNC_FILE,
    RENAME,
    DELETE,
    SYNC_FOLDER
}
