package dev.leveret.interop.syscalls;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Debian's strace. Where there is none, or it may not trace, as in some containers, its tests are left out. */
final class Strace {

    /** Those by which bytes leave the process or become durable, and by which files get their names. */
    private static final String CALLS = "fsync,fdatasync,sync_file_range,msync,pwrite64,pwritev,pwritev2,write,writev,"
            + "sendto,sendmsg,sendmmsg,sendfile,rename,renameat,renameat2,mkdir,mkdirat";
    /** More than the journal writes at once, which is a frame with 1 MiB in it. */
    private static final int BYTES_SHOWN_MAX = (1 << 20) + (64 << 10);
    /** A sync takes so much longer, so that whatever does not wait for it comes before its end. */
    private static final int SYNC_DELAY_MICROS = 2_000;

    private Strace() {}

    /** Whether the tests can run. The continuous integration installs it, so there it has to be. */
    static boolean isUsable() throws InterruptedException {
        if (System.getenv("CI") != null) {
            return true;
        }
        try {
            return new ProcessBuilder("strace", "-f", "-o", "/dev/null", "true")
                    .redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** The words before a command that is to be traced; it runs as the process that is started. */
    static List<String> writingTo(Path trace) {
        return List.of("strace", "-D", "-f", "-q", "-yy", "-xx", "--seccomp-bpf",
                "-s", Integer.toString(BYTES_SHOWN_MAX),
                "-e", "signal=none", "-e", "trace=" + CALLS,
                "-e", "inject=fsync,fdatasync:delay_exit=" + SYNC_DELAY_MICROS, "-o", trace.toString());
    }
}
