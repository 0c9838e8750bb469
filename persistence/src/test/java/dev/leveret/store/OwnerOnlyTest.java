package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.leveret.store.disk.DiskReason;
import dev.leveret.store.disk.LocalDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nobody but the broker's own user can read what it keeps, or lock it out of it; and why something can't be kept. */
class OwnerOnlyTest {

    @TempDir
    Path folder;

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    /** Of each file in a folder that has to have some. */
    private static void assertAllOwnerOnly(Path at) throws IOException {
        try (Stream<Path> files = Files.list(at)) {
            List<Path> all = files.toList();
            assertTrue(all.size() >= 4, all::toString);
            for (Path file : all) {
                assertEquals("rw-------", mode(file), file::toString);
            }
        }
    }

    @Test
    void storeIsItsOwnersAlone() throws Exception {
        // given a store in a folder that is not there yet, within others that are not
        Path data = folder.resolve("above/data");
        LocalDisk.makeFolder(data);
        TestStore store = TestStore.open(WatchedDisk.withoutSync(data), data, TestStore.SMALL, step -> {});
        store.declare(1, "q");
        store.append(1, 0, "first");
        store.round();

        // when there is a backup too
        Path target = folder.resolve("backup");
        store.store().backup(target, () -> false);

        // then both are its owner's
        assertEquals("rwx------", mode(data));
        assertEquals("rwx------", mode(target));
        assertAllOwnerOnly(data);
        assertAllOwnerOnly(target);
        // and what is above may have other things in it
        assertTrue(mode(folder.resolve("above")).startsWith("rwxr-x"));
        store.halt();
    }

    @Test
    void folderThatIsThereStaysAsItIs() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        LocalDisk.makeFolder(data);
        assertEquals("rwxrwxrwx", mode(data));
    }

    @Test
    void backupMakesNoFolderAboveItsOwn() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        TestStore store = TestStore.open(WatchedDisk.withoutSync(data), data, TestStore.SMALL, step -> {});
        Path target = folder.resolve("mnt/backup");
        StoreException e = assertThrows(StoreException.class, () -> store.store().backup(target, () -> false));
        assertEquals("the backup can't go to " + target + ": there is no folder " + target.getParent(), e.getMessage());
        assertFalse(Files.exists(target.getParent()));
        store.halt();
    }

    @Test
    void reasonsAreForPeople() {
        MVStoreException full = new MVStoreException(
                2, "Writing to sun.nio.ch.FileChannelImpl@7aec35a failed; length 8192 at 0 [2.5.252/2]");
        full.initCause(new IOException("No space left on device"));
        assertEquals("the disk is full", DiskReason.of(full));
        assertEquals("there is no /proc/x, or no folder for it", DiskReason.of(new NoSuchFileException("/proc/x")));
    }
}
