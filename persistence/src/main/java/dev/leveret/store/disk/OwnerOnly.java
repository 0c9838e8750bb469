package dev.leveret.store.disk;

import java.nio.file.FileSystems;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * What the broker makes is its own user's alone, where files have owners: there are messages and hashes of passwords in it, and
 * whoever can open the lock can hold it. What is there already stays as it is.
 */
public final class OwnerOnly {

    private static final boolean HAS_OWNERS =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private OwnerOnly() {}

    /** For a file that is made. */
    public static FileAttribute<?>[] file() {
        return permissions("rw-------");
    }

    /** For a folder that is made. */
    public static FileAttribute<?>[] folder() {
        return permissions("rwx------");
    }

    private static FileAttribute<?>[] permissions(String text) {
        return HAS_OWNERS
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text))}
                : new FileAttribute<?>[0];
    }
}
