package dev.leveret.interop.syscalls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A promise is kept only if a sync of the same file began after the write and was over before the answer. */
class PromiseTest {

    private static final String WRITE = "11  pwrite64(7</d/journal-1.log>, \"\\x6d\\x31\", 2, 4096) = 2";
    private static final String SYNC = "11  fdatasync(7</d/journal-1.log>)      = 0 (DELAYED)";
    private static final String OTHER = "11  fdatasync(8</d/journal-2.log>)      = 0";
    private static final String FAILED = "11  fdatasync(7</d/journal-1.log>) = -1 EIO (Input/output error) (INJECTED)";
    private static final String SYNC_BEGINS = "11  fdatasync(7</d/journal-1.log> <unfinished ...>";
    private static final String SYNC_ENDS = "11  <... fdatasync resumed>)            = 0";
    private static final String WRITE_BEGINS = "12  pwrite64(7</d/journal-1.log>, \"\\x6d\\x31\", 2, 4096 <unfinished ...>";
    private static final String WRITE_ENDS = "12  <... pwrite64 resumed>)             = 2";
    private static final String ANSWER = "13  sendto(9<TCPv6:[[::1]:5672->[::1]:40000]>, \"\\x01\\x02\", 2, 0, NULL, 0) = 2";

    @TempDir
    private Path folder;

    @Test
    void syncBetweenKeepsIt() throws Exception {
        assertKept(true, WRITE, SYNC, ANSWER);
        assertKept(true, WRITE, SYNC_BEGINS, OTHER, SYNC_ENDS, ANSWER);
    }

    @Test
    void nothingElseDoes() throws Exception {
        assertKept(false, WRITE, ANSWER);
        assertKept(false, SYNC, WRITE, ANSWER);
        assertKept(false, WRITE, ANSWER, SYNC);
        assertKept(false, SYNC, ANSWER, WRITE);
        assertKept(false, WRITE, OTHER, ANSWER);
        assertKept(false, WRITE, FAILED, ANSWER);
        assertKept(false, WRITE, SYNC_BEGINS, ANSWER, SYNC_ENDS);
        assertKept(false, SYNC_BEGINS, WRITE, SYNC_ENDS, ANSWER);
        assertKept(false, WRITE_BEGINS, SYNC, WRITE_ENDS, ANSWER);
    }

    @Test
    void callsAreReadAsTheyWere() throws Exception {
        assertEquals(List.of(
                new SystemCall(1, 3, "pwrite64", "/d/journal-1.log", "m1", 2),
                new SystemCall(2, 2, "fdatasync", "/d/journal-1.log", "", -1),
                new SystemCall(4, 4, "rename", "", "/d/a\0/d/b\0", 0),
                new SystemCall(5, 5, "sendto", "TCPv6:[[::1]:5672->[::1]:40000]", "\1\2", 2)),
                read(WRITE_BEGINS, FAILED, WRITE_ENDS,
                        "11  rename(\"\\x2f\\x64\\x2f\\x61\", \"\\x2f\\x64\\x2f\\x62\") = 0", ANSWER,
                        "11  +++ exited with 0 +++"));
    }

    private void assertKept(boolean kept, String... lines) throws Exception {
        List<SystemCall> calls = read(lines);
        int answer = calls.stream().filter(SystemCall::isToSocket).findFirst().orElseThrow().begin();
        assertEquals(kept, new Promise("m1", answer).fault(calls).isEmpty(), () -> String.join("\n", lines));
    }

    private List<SystemCall> read(String... lines) throws Exception {
        return TraceReader.read(Files.write(folder.resolve("trace"), List.of(lines)));
    }
}
