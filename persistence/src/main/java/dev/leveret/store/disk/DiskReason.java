package dev.leveret.store.disk;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why something can't be done with a file, in one line for people. */
public final class DiskReason {

    /** What the system calls it; the exception has no type of its own. */
    private static final String FULL = "No space left on device";

    private DiskReason() {}

    /** Whether there is no room for what was to be written. */
    public static boolean isFull(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException && String.valueOf(cause.getMessage()).contains(FULL)) {
                return true;
            }
        }
        return false;
    }

    /** The file system's own exceptions say nothing but the name of the file, and H2 puts words of its own around them. */
    public static String of(Exception e) {
        if (isFull(e)) {
            return "the disk is full";
        }
        return switch (e) {
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case FileAlreadyExistsException exists -> exists.getFile() + " is no folder";
            case NoSuchFileException missing -> "there is no " + missing.getFile() + ", or no folder for it";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        };
    }
}
