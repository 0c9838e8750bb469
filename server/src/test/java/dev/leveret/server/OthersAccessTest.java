package dev.leveret.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A data folder that is open to others is told of at the start. */
class OthersAccessTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"rwxr-xr-x", "rwxr-----", "rwx-----x", "rwxrwxrwx"})
    void folderForOthersIsToldOf(String modes) throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString(modes));
        String line = "others than its owner may use the data folder " + folder + " (" + modes + "); chmod -R go= ends that";
        assertEquals(Optional.of(line), OthersAccess.to(folder));
        try (LoggedLines log = new LoggedLines(Broker.class.getName())) {
            TestBroker.start(folder).close();
            assertEquals(1, log.rest().stream().filter(("WARN " + line)::equals).count());
        }
    }

    @Test
    void folderOfTheOwnerAloneIsNot() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        assertEquals(Optional.empty(), OthersAccess.to(folder));
    }
}
