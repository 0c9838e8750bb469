package dev.leveret.routing.kept;

/** Whoever keeps the keys of an exchange on disk. */
@FunctionalInterface
public interface KeyKeeper {

    /** For keys that are kept in memory alone. */
    KeyKeeper NOBODY = lease -> {};

    /** A key is forgotten. From any thread. */
    void forgotten(KeyLease lease);
}
