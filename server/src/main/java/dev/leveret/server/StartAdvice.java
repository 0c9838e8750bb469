package dev.leveret.server;

import dev.leveret.store.StoreException;
import dev.leveret.store.disk.DamagedException;
import dev.leveret.store.disk.DiskReason;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What somebody can do whose broker can't have its data folder. */
final class StartAdvice {

    private static final String ANOTHER = "choose another folder with --data";

    private StartAdvice() {}

    /** The end of the line that says why. */
    static String of(StoreException e) {
        return "; " + switch (e.getCause()) {
            case null -> "stop that one first, or " + ANOTHER;
            case DamagedException damaged -> "\"leveret check\" tells more, and a backup of the folder can be used in its place";
            case Exception cause when DiskReason.isFull(cause) -> "make room on it, or " + ANOTHER;
            case FileAlreadyExistsException notAFolder -> ANOTHER;
            case NoSuchFileException nowhere -> ANOTHER;
            case FileSystemException notOurs -> "give the folder to the user that runs the broker, or " + ANOTHER;
            default -> ANOTHER;
        };
    }
}
