package dev.leveret.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that this release can't read is refused with a line that says why. */
class FormatTest {

    @TempDir
    Path folder;

    @BeforeEach
    void makeStore() throws Exception {
        TestStore store = TestStore.open(folder);
        store.declare(1, "q");
        store.append(1, 0, "message");
        store.round();
        store.close();
    }

    @Test
    void newerFormatIsNamed() throws Exception {
        Files.writeString(folder.resolve("format"), "leveret-store 7\n");
        assertRefused("the data has format 7, written by a newer release; this one reads up to 1");
    }

    @Test
    void somethingElseThanAFormatIsRefused() throws Exception {
        Files.writeString(folder.resolve("format"), "something else");
        assertRefused("the file format does not say what format the data has");
    }

    @Test
    void journalWithoutAFormatIsRefused() throws Exception {
        Files.delete(folder.resolve("format"));
        assertRefused("there is a journal, but no file \"format\" that says what it is");
    }

    @Test
    void missingStoreFileIsRefused() throws Exception {
        Files.delete(storeFile());
        assertRefused(storeFileName() + " is missing, which the journal's last checkpoint names");
    }

    @Test
    void shortenedStoreFileIsRefused() throws Exception {
        byte[] bytes = Files.readAllBytes(storeFile());
        Files.write(storeFile(), Arrays.copyOf(bytes, bytes.length - 4096));
        assertRefused(storeFileName() + " is too short: " + (bytes.length - 4096)
                + " bytes, but the last checkpoint had " + bytes.length);
    }

    @Test
    void missingJournalIsRefused() throws Exception {
        for (Path file : Folders.files(folder)) {
            if (file.getFileName().toString().startsWith("journal-")) {
                Files.delete(file);
            }
        }
        assertRefused("the journal names no checkpoint");
    }

    private static String storeFileName() {
        return "store-0000000001.h2";
    }

    private Path storeFile() {
        return folder.resolve(storeFileName());
    }

    private void assertRefused(String reason) {
        StoreException refused = assertThrows(StoreException.class, () -> TestStore.open(folder));
        assertEquals("the data in " + folder + " can't be used: " + reason, refused.getMessage());
    }
}
