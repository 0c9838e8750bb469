package dev.leveret.server.logging;

import dev.leveret.store.disk.OwnerOnly;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.Optional;

/** The file that has a name now, which may be another one than a moment ago: programs that rotate logs move files away. */
record NamedFile(Path path) {

    /** Makes it, for its owner alone, and the folders above it; what is there stays as it is. */
    void make() throws IOException {
        Files.createDirectories(path.getParent(), OwnerOnly.folder());
        try {
            Files.createFile(path, OwnerOnly.file());
        } catch (FileAlreadyExistsException isThere) {
            // its owner may have opened it to a program that reads logs
        }
    }

    /** Tells it from others; empty if there is none, or where files can't be told apart, as they can't be moved while open there. */
    Optional<Object> key() throws IOException {
        try {
            return Optional.ofNullable(Files.readAttributes(path, BasicFileAttributes.class).fileKey());
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** Lets those use another file who may use this one. */
    void shareAccess(Path other) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view != null) {
            Files.setPosixFilePermissions(other, view.readAttributes().permissions());
        }
    }
}
